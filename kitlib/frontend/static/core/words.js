// The words of which phrases are made: 512, short, easy to read aloud.
export const WORDS = `
acorn actor album alley amber anchor angel ankle apple apron arch arrow artist aspen atlas attic autumn award bacon badge bagel
baker bamboo banana banjo barley barn barrel basil basin basket bath battle beach beacon bean bear beaver bench berry bicycle
birch bird biscuit blanket blossom blue board boat bonfire bonnet book boot border bottle boulder bowl branch bread breeze brick
bridge broom brother brown brush bubble bucket buckle bugle bunny bus butter button cabbage cabin cable cactus cake camel camera
camp canal candle candy canoe canvas canyon captain caramel caravan cardinal carpet carrot castle cedar cello cereal chalk chapel
cheese cherry chess chestnut chimney cider circle citrus clam clarinet clay cliff clock cloud clover coach coast cobalt cocoa
coconut coffee comet compass copper coral corner cotton couch cousin cradle crayon creek cricket crown crystal cucumber cupboard
curtain cushion cycle daisy dancer dawn desert desk diamond dinner dolphin donkey door dragon drawer dream dresser drum duck dune
eagle earth easel echo elbow elm ember emerald engine evening fabric falcon family farmer feather fence fern ferry fiddle field
fig finch fire fish flag flame flannel flute fog forest fork fossil fountain fox frame freckle friend frog frost fruit galaxy
garden garlic garnet gate gecko ginger giraffe glacier glass globe glove goat gold goose grape grass gravel green grove guitar
gull hammer hammock harbor harp hawk hazel helmet heron hickory hill hinge honey hood hoop horizon horse house iceberg igloo
indigo iris iron island ivory ivy jacket jar jasmine jelly jewel juice jungle juniper kayak kettle key kitchen kite kitten koala
ladder lagoon lake lamp lantern lark lavender lawn leaf leather lemon lentil letter library lilac lily lime linen lion lizard
lobster locket lotus lumber lunch magnet mango maple marble market marsh meadow melody melon mermaid meteor midnight mill minnow
mint mirror mitten monkey moon morning moss mountain mouse muffin mulberry museum music mustard napkin narrow needle nest nickel
noodle north notebook oak oatmeal ocean olive onion opal orange orbit orchard orchid otter oven owl oyster paddle paint palace
palm panda paper parade parcel park parrot pasture peach peanut pearl pebble pelican pencil penguin pepper petal piano picnic
picture pigeon pillow pine pioneer planet plank plate plaza pocket poem pond poppy porch potato prairie pretzel pumpkin puppy
purple puzzle quail quartz queen quilt quince rabbit raccoon radio radish rain raisin raven ribbon rice river road robin rocket
rooster rope rose ruby saddle saffron salad salmon sand sandal sapphire scarf school scooter seal season seed shadow sheep shelf
shell shore silver singer sister sketch sky slipper smoke snail snow sofa song soup south sparrow spider spinach spiral spoon
spring squash squirrel stable stamp star station steam stone story stream street sugar summer summit sun sunset swan sweater
swing table tadpole tailor tango teacup teapot temple tent thimble thistle thunder ticket tiger timber toast tomato topaz torch
tower trail train travel tree trumpet tulip tunnel turnip turtle umbrella valley vanilla velvet village vine violet violin voyage
wagon walnut walrus water wave whale wheat wheel whisper willow window winter wizard wolf wonder wooden yarn yellow zebra zipper
`.trim().split(/\s+/);
