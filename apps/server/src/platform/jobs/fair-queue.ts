interface Waiting {
  start(): void
  refuse(): void
}

interface Limits {
  /** Concurrent tasks. */
  running: number
  /** Concurrent tasks of one client; without it, a client can occupy all `running` slots, and the others wait for one. */
  runningOfClient?: number
  waiting: number
  /** Returns the error for a task that is removed from a full queue. */
  refusal: () => Error
}

/**
 * Runs tasks with limited concurrency. Clients take turns, so a task waits for at most one task of each other client,
 * however many tasks they have queued. If the queue is full, the client with the most waiting tasks loses its last one.
 */
export class FairQueue {
  readonly #limits: Required<Limits>
  #running = 0
  readonly #runningByClient = new Map<string, number>()
  #waitingCount = 0
  /** The waiting tasks by client, in the order of the clients' turns. */
  readonly #waiting = new Map<string, Waiting[]>()

  constructor(limits: Limits) {
    this.#limits = { runningOfClient: limits.running, ...limits }
  }

  /** Runs a task when it is the client's turn. @throws the refusal, without having run the task */
  async run<T>(client: string, task: () => Promise<T>): Promise<T> {
    if (this.#hasSlotFor(client)) this.#count(client, 1)
    else await this.#turnOf(client)
    try {
      return await task()
    } finally {
      this.#count(client, -1)
      this.#startNext()
    }
  }

  #hasSlotFor(client: string): boolean {
    const { running, runningOfClient } = this.#limits
    return this.#running < running && (this.#runningByClient.get(client) ?? 0) < runningOfClient
  }

  #count(client: string, change: 1 | -1): void {
    this.#running += change
    const ofClient = (this.#runningByClient.get(client) ?? 0) + change
    if (ofClient > 0) this.#runningByClient.set(client, ofClient)
    else this.#runningByClient.delete(client)
  }

  #turnOf(client: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const own = this.#waiting.get(client) ?? []
      this.#waiting.set(client, own)
      own.push({ start: resolve, refuse: () => reject(this.#limits.refusal()) })
      this.#waitingCount++
      if (this.#waitingCount > this.#limits.waiting) this.#refuseOne()
    })
  }

  /** Starts the next task in the slot of one that has ended. */
  #startNext(): void {
    for (const [client, [first, ...others]] of this.#waiting) {
      if (!this.#hasSlotFor(client)) continue
      // Moves the client to the end.
      this.#waiting.delete(client)
      if (others.length > 0) this.#waiting.set(client, others)
      this.#waitingCount--
      this.#count(client, 1)
      first?.start()
      return
    }
  }

  #refuseOne(): void {
    const [client, tasks] = [...this.#waiting].reduce((a, b) => (b[1].length > a[1].length ? b : a))
    tasks.pop()?.refuse()
    if (tasks.length === 0) this.#waiting.delete(client)
    this.#waitingCount--
  }
}
