import type { Page } from '@playwright/test'
import { expect, test } from './workspace.ts'

test('the browser keeps a secret nowhere once it is stored', async ({ page, workspace, stepkey }) => {
  // The sandbox takes one key only; this is what no check ever sees.
  const key = `sk-${crypto.randomUUID()}`
  const wrong = `wrong-${crypto.randomUUID()}`
  const secrets = [key, wrong].flatMap((secret) => [secret, btoa(secret), encodeURIComponent(secret)])
  const addresses: string[] = []
  const said: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  page.on('console', (message) => said.push(message.text()))

  await test.step('refused, it stays in its field alone', async () => {
    await page.goto(workspace.page('/credentials/petstore/new'))
    await page.getByRole('textbox', { name: 'API key' }).fill(wrong)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'Rejected' })).toBeVisible()
    expect(await hiding(page, secrets)).toEqual([])
    await page.getByRole('link', { name: 'Credentials' }).click()
  })

  await test.step('stored, it is nowhere', async () => {
    await page.goto(workspace.page('/credentials/petstore/new'))
    // A closed port: stored without verifying, because no application here accepts this key.
    await page.getByLabel('Address').fill(`${stepkey.sandboxUrl.replace(/\d+$/, '9')}`)
    await page.getByRole('textbox', { name: 'API key' }).fill(key)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Save without verifying' }).click()
    await expect(page.getByRole('listitem').filter({ hasText: 'Saved without verifying' })).toBeVisible()
    expect(await hiding(page, secrets)).toEqual([])
  })

  await test.step('edited, its field is empty and says that it is stored', async () => {
    await page.getByRole('link', { name: /^Edit / }).click()
    const field = page.getByLabel('API key', { exact: true })
    await expect(field).toHaveValue('')
    await expect(field).toHaveAttribute('placeholder', /^Stored/)
    expect(await hiding(page, secrets)).toEqual([])
  })

  expect([...addresses, ...said].filter((text) => secrets.some((secret) => text.includes(secret)))).toEqual(
    [],
  )
})

/** The places in which the page holds one of these texts, except the inputs that they were typed into. */
async function hiding(page: Page, texts: string[]): Promise<string[]> {
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
