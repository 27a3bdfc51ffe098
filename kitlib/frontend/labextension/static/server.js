// The connection to the server: doubted, asked for, waited for.
import { PATIENCE_MS, PROBE_MS, sleep } from "./common.js";

export class Server {
  /**
   * `wanted()` says whether anyone still waits for the server; `told()` hears whenever `lost` has changed.
   * @param {import("./common.js").Lab} services @param {() => boolean} wanted @param {() => Promise<void>} told
   */
  constructor(services, wanted, told) {
    this.services = services;
    this.wanted = wanted;
    this.told = told;
    this.lost = false;
    this.probing = false;
  }

  /** Something failed to reach the server. Ask it ourselves before saying so, then wait for it. */
  async doubt() {
    if (this.probing || !this.wanted()) return;
    this.probing = true;
    try {
      while (this.wanted() && !(await this.reachable())) {
        if (!this.lost) {
          this.lost = true;
          await this.told();
        }
        await sleep(PROBE_MS);
      }
      if (!this.lost || !this.wanted()) return;
      this.lost = false;
      await this.told();
    } finally {
      this.probing = false;
    }
  }

  async reachable() {
    const { baseUrl } = this.services.serverSettings;
    try {
      const answer = await fetch(`${baseUrl}api`, { cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE_MS) });
      return ![502, 503, 504].includes(answer.status); // what a proxy says when nobody is behind it
    } catch {
      return false;
    }
  }

  /** The ids of the kernels it runs; one that was started anew knows nothing of those before. */
  async running() {
    const { sessions, kernels } = this.services;
    await kernels.refreshRunning().catch(() => undefined);
    await sessions.refreshRunning().catch(() => undefined);
    return new Set([...kernels.running()].map((/** @type {any} */ model) => model.id));
  }
}
