interface Waiting {
  start(): void
  refuse(): void
}

/**
 * Runs tasks with limited concurrency. Clients take turns, so a task waits for at most one task of each other client,
 * however many tasks they have queued. If the queue is full, the client with the most waiting tasks loses its last one.
 */
export class FairQueue {
  readonly #limits: { running: number; waiting: number; refusal: () => Error }
  #running = 0
  #waitingCount = 0
  /** The waiting tasks by client, in the order of the clients' turns. */
  readonly #waiting = new Map<string, Waiting[]>()

  /** @param limits.refusal returns the error for a task that is removed from a full queue */
  constructor(limits: { running: number; waiting: number; refusal: () => Error }) {
    this.#limits = limits
  }

  /** Runs a task when it is the client's turn. @throws the refusal, without having run the task */
  async run<T>(client: string, task: () => Promise<T>): Promise<T> {
    if (this.#running < this.#limits.running) this.#running++
    else await this.#turnOf(client)
    try {
      return await task()
    } finally {
      this.#startNext()
    }
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
    const [next] = this.#waiting
    if (!next) {
      this.#running--
      return
    }
    const [client, [first, ...others]] = next
    // Moves the client to the end.
    this.#waiting.delete(client)
    if (others.length > 0) this.#waiting.set(client, others)
    this.#waitingCount--
    first?.start()
  }

  #refuseOne(): void {
    const [client, tasks] = [...this.#waiting].reduce((a, b) => (b[1].length > a[1].length ? b : a))
    tasks.pop()?.refuse()
    if (tasks.length === 0) this.#waiting.delete(client)
    this.#waitingCount--
  }
}
