import type { Page } from '@playwright/test'

/** Returns the browser locations (URL, storage, caches, DOM) that contain one of these texts, except input values. */
export async function locationsOf(page: Page, texts: string[]): Promise<string[]> {
  const locations = await page.evaluate(async () => {
    const databases = await indexedDB.databases()
    const caches = await window.caches?.keys()
    return {
      address: window.location.href,
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

    /** Returns the query cache, found through the React fibers, because the app does not expose it. */
    function queryCache() {
      const root = document.getElementById('root') as unknown as Record<string, Fiber>
      const container = Object.keys(root).find((key) => key.startsWith('__reactContainer$')) ?? ''
      const queue = [root[container]]
      for (let fiber = queue.pop(); fiber; fiber = queue.pop()) {
        const client = fiber.memoizedProps?.client
        if (client?.getQueryCache) {
          const states = [...client.getQueryCache().getAll(), ...client.getMutationCache().getAll()]
          return states.map(({ queryKey, state }) => [queryKey, state])
        }
        queue.push(...[fiber.sibling, fiber.child].filter((next) => next !== null))
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
  return Object.entries(locations)
    .filter(([, content]) => texts.some((text) => content?.includes(text)))
    .map(([location]) => location)
}
