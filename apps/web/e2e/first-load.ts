// `node first-load.ts URL COOKIE` measures what a browser with an empty cache loads until the page is shown.
import { type BrowserContext, chromium } from '@playwright/test'
import { launchOptions } from './browser.ts'

const [pageUrl = '', cookie = ''] = process.argv.slice(2)
const [name = '', value = ''] = cookie.split('=')
const browser = await chromium.launch(await launchOptions())

interface Request {
  url: string
  kind: 'call' | 'file' | 'late'
  startedAt: number
  endedAt: number
  bytes: number
}

async function newVisitor(): Promise<BrowserContext> {
  const context = await browser.newContext()
  await context.addCookies([{ name, value, url: new URL(pageUrl).origin }])
  return context
}

/** Opens the page. @returns the requests until it was shown, and the time in milliseconds */
async function openPage(): Promise<{ requests: Request[]; shown: number }> {
  const context = await newVisitor()
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  const requests = new Map<string, Request>()
  devtools.on('Network.requestWillBeSent', ({ requestId, request: { url }, timestamp, initiator }) => {
    // The document names the files of the page; scripts load the rest.
    const kind = url.includes('/trpc/') ? 'call' : initiator.type === 'script' ? 'late' : 'file'
    requests.set(requestId, { url, kind, startedAt: timestamp, endedAt: timestamp, bytes: 0 })
  })
  devtools.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => {
    const request = requests.get(requestId)
    if (request) Object.assign(request, { endedAt: timestamp, bytes: encodedDataLength })
  })
  const startedAt = performance.now()
  await page.goto(pageUrl)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const shown = performance.now() - startedAt
  await page.waitForLoadState('networkidle')
  await context.close()
  return { requests: [...requests.values()], shown }
}

/** Opens the page while these files never load. @throws if the page waits for them */
async function openWithout(urls: ReadonlySet<string>): Promise<void> {
  const context = await newVisitor()
  await context.route(
    ({ href }) => urls.has(href),
    () => {},
  )
  const page = await context.newPage()
  await page.goto(pageUrl)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await context.close()
}

const { requests, shown } = await openPage()
const requestsOf = (kind: Request['kind']) => requests.filter((request) => request.kind === kind)
const [files, calls, late] = [requestsOf('file'), requestsOf('call'), requestsOf('late')]
await openWithout(new Set(late.map(({ url }) => url)))
await browser.close()

const size = (group: Request[]) =>
  `${(group.reduce((total, { bytes }) => total + bytes, 0) / 1000).toFixed(0)} kB`
/** Counts rounds of calls: a call that begins after another one has ended may depend on it. */
const roundsOf = (group: Request[]): number => {
  const [next, ...rest] = group.toSorted((a, b) => a.endedAt - b.endedAt)
  return next ? 1 + roundsOf(rest.filter((request) => request.startedAt >= next.endedAt)) : 0
}
process.stdout.write(
  `${files.length} files of ${size(files)} compressed, then ${calls.length} calls of ${size(calls)} in ${roundsOf(calls)} round(s); shown after ${shown.toFixed(0)} ms on this machine. Afterwards ${late.length} files of ${size(late)} load in the background (icons, notifications, dialogs).\n`,
)
