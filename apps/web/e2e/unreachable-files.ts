import type { Page } from '@playwright/test'

/** The places in which the page holds one of these texts, except the inputs that they were typed into. */
export async function hiding(page: Page, texts: string[]): Promise<string[]> {
  const places = await page.evaluate(async () => {
    const databases = await indexedDB.databases()
    const caches = await window.caches?.keys()
    return {
      address: location.href,
      history: JSON.stringify(history.state),
      localStorage: JSON.stringify(localStorage),
      sessionStorage: JSON.stringify(sessionStorage),
      indexedDB: JSON.stringify(databases),
      caches: JSON.stringify(caches),
      cookies: document.cookie,
      page: pageWithoutInputs(),
      requested: JSON.stringify(performance.getEntries().map(({ name }) => name)),
      queries: JSON.stringify(queryCache()),
    }

    function pageWithoutInputs() {
      const copy = document.documentElement.cloneNode(true) as HTMLElement
      for (const input of copy.querySelectorAll('input')) input.remove()
      return copy.outerHTML
    }

    /** What React Query holds, found where React keeps it: the application doesn't hand it out. */
    function queryCache() {
      const root = document.getElementById('root') as unknown as Record<string, Fiber>
      const container = Object.keys(root).find((key) => key.startsWith('__reactContainer$')) ?? ''
      const waiting = [root[container]]
      for (let fiber = waiting.pop(); fiber; fiber = waiting.pop()) {
        const client = fiber.memoizedProps?.client
        if (client?.getQueryCache) {
          const states = [...client.getQueryCache().getAll(), ...client.getMutationCache().getAll()]
          return states.map(({ queryKey, state }) => [queryKey, state])
        }
        waiting.push(...[fiber.sibling, fiber.child].filter((next) => next !== null))
      }
      throw new Error('The query cache was not found.')
    }

    interface Fiber {
      child: Fiber | null
      sibling: Fiber | null
      memoizedProps?: { client?: Record<'getQueryCache' | 'getMutationCache', () => { getAll(): Cached[] }> }
    }
    interface Cached {
      queryKey?: unknown
      state: unknown
    }
  })
  return Object.entries(places)
    .filter(([, held]) => texts.some((text) => held?.includes(text)))
    .map(([place]) => place)
}
