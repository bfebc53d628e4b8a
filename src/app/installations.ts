// What the app remembers of each installation. Nothing is shared between installations.

import { LruMap } from "toad-cache";
import { Memory } from "../github/memory.ts";

const MOST_INSTALLATIONS = 1000;

export class Installations {
  readonly #memories = new LruMap<Memory>(MOST_INSTALLATIONS);

  memoryOf(installation: number): Memory {
    const key = String(installation);
    const memory = this.#memories.get(key) ?? new Memory();
    this.#memories.set(key, memory);
    return memory;
  }
}
