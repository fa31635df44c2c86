import { describe, expect, it } from 'vitest'
import { FairQueue } from './fair-queue.ts'

const refusal = () => new Error('The queue is full.')

/** Returns a queue, a way to add tasks that end when `end` is called, and the names of the started tasks. */
function createQueue(limits: { running: number; runningOfClient?: number; waiting: number }) {
  const queue = new FairQueue({ ...limits, refusal })
  const started: string[] = []
  const ends: (() => void)[] = []
  const refused: string[] = []
  const add = (client: string, ...names: string[]) => {
    for (const name of names)
      queue
        .run(client, () => {
          started.push(name)
          return new Promise<void>((resolve) => ends.push(resolve))
        })
        .catch(() => refused.push(name))
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return {
    started,
    refused,
    add,
    settle,
    async endAll() {
      await settle()
      while (ends.length > 0) {
        ends.shift()?.()
        await settle()
      }
    },
  }
}

describe('FairQueue', () => {
  it('runs a limited number of tasks concurrently', async () => {
    const { add, started, settle, endAll } = createQueue({ running: 2, waiting: 10 })
    add('a', '1', '2', '3')
    await settle()
    expect(started).toEqual(['1', '2'])
    await endAll()
    expect(started).toEqual(['1', '2', '3'])
  })

  it('lets clients take turns', async () => {
    const { add, started, endAll } = createQueue({ running: 1, waiting: 10 })
    add('a', 'a1', 'a2', 'a3', 'a4')
    add('b', 'b1', 'b2')
    add('c', 'c1')
    await endAll()
    expect(started).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4'])
  })

  it('keeps a slot free for other clients', async () => {
    const { add, started, settle, endAll } = createQueue({ running: 2, runningOfClient: 1, waiting: 10 })
    add('a', 'a1', 'a2', 'a3')
    await settle()
    expect(started).toEqual(['a1'])
    add('b', 'b1')
    await settle()
    expect(started).toEqual(['a1', 'b1'])
    await endAll()
    expect(started).toEqual(['a1', 'b1', 'a2', 'a3'])
  })

  it('refuses the last task of the client with the most waiting tasks when it is full', async () => {
    const { add, started, refused, endAll } = createQueue({ running: 1, waiting: 3 })
    add('a', 'a1', 'a2', 'a3', 'a4', 'a5')
    add('b', 'b1')
    await endAll()
    expect(refused).toEqual(['a5', 'a4'])
    expect(started).toEqual(['a1', 'a2', 'b1', 'a3'])
  })

  it('continues after a task that fails', async () => {
    const queue = new FairQueue({ running: 1, waiting: 1, refusal })
    await expect(queue.run('a', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    expect(await queue.run('a', async () => 'done')).toBe('done')
  })
})
