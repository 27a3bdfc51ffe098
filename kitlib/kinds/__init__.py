"""The kinds of activity that come with the kit, each a folder of its own; `shared` is what they are made of.

`kitlib.registry` finds them and any other that is installed; `contract` says what each must be.
"""
