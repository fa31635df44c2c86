import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { drainQueue } from './work-queue.ts'

interface Item {
  name: string
  workspace_id: string
}

it('goes on when all items end while it looks for more', async () => {
  const waiting: Item[] = ['a', 'b', 'c'].map((name) => ({ name, workspace_id: 'alice' }))
  const done: string[] = []
  const count = await drainQueue<Item>({
    atOnce: 8,
    atOnceOfWorkspace: 1,
    claim: async (limit, except) => {
      const claimed = waiting.filter((item) => !except.includes(item.workspace_id)).slice(0, limit)
      for (const item of claimed) waiting.splice(waiting.indexOf(item), 1)
      // Longer than the work, so that nothing runs any more when the claim is answered.
      await setTimeout(20)
      return claimed
    },
    work: async ({ name }) => {
      await setTimeout(1)
      done.push(name)
    },
    isStopping: () => false,
  })
  expect(count).toBe(3)
  expect(done).toEqual(['a', 'b', 'c'])
})
