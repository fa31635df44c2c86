// `node first-load.ts ADDRESS COOKIE`: what a browser with an empty cache loads until the page is there. For the bench.
import { type BrowserContext, chromium } from '@playwright/test'
import { launchOptions } from './browser.ts'

const [address = '', cookie = ''] = process.argv.slice(2)
const [name = '', value = ''] = cookie.split('=')
const browser = await chromium.launch(await launchOptions())

interface Request {
  url: string
  kind: 'call' | 'file' | 'late'
  begun: number
  ended: number
  bytes: number
}

async function visitor(): Promise<BrowserContext> {
  const context = await browser.newContext()
  await context.addCookies([{ name, value, url: new URL(address).origin }])
  return context
}

/** Opens the page, and tells what was loaded until it was there, and how long that took in milliseconds. */
async function openPage(): Promise<{ requests: Request[]; shown: number }> {
  const context = await visitor()
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  const requests = new Map<string, Request>()
  devtools.on('Network.requestWillBeSent', ({ requestId, request: { url }, timestamp, initiator }) => {
    // The document names what the page is made of; scripts ask for the rest.
    const kind = url.includes('/trpc/') ? 'call' : initiator.type === 'script' ? 'late' : 'file'
    requests.set(requestId, { url, kind, begun: timestamp, ended: timestamp, bytes: 0 })
  })
  devtools.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => {
    const request = requests.get(requestId)
    if (request) Object.assign(request, { ended: timestamp, bytes: encodedDataLength })
  })
  const begun = performance.now()
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const shown = performance.now() - begun
  await page.waitForLoadState('networkidle')
  await context.close()
  return { requests: [...requests.values()], shown }
}

/** Opens the page while these files never come. @throws when it waits for them */
async function openWithout(urls: ReadonlySet<string>): Promise<void> {
  const context = await visitor()
  await context.route(
    ({ href }) => urls.has(href),
    () => {},
  )
  const page = await context.newPage()
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await context.close()
}

const { requests, shown } = await openPage()
const those = (kind: Request['kind']) => requests.filter((request) => request.kind === kind)
const [files, calls, late] = [those('file'), those('call'), those('late')]
await openWithout(new Set(late.map(({ url }) => url)))
await browser.close()

const size = (some: Request[]) =>
  `${(some.reduce((total, { bytes }) => total + bytes, 0) / 1000).toFixed(0)} kB`
/** Calls that begin after another one has ended wait for it. */
const roundsOf = (some: Request[]): number => {
  const [next, ...rest] = some.toSorted((a, b) => a.ended - b.ended)
  return next ? 1 + roundsOf(rest.filter((one) => one.begun >= next.ended)) : 0
}
process.stdout.write(
  `${files.length} files of ${size(files)} compressed, then ${calls.length} calls of ${size(calls)} in ${roundsOf(calls)} round(s); shown after ${shown.toFixed(0)} ms on this machine. After it come ${late.length} files of ${size(late)} that nothing waits for (icons, messages, dialogs).\n`,
)
