// `node first-load.ts ADDRESS COOKIE`: what a browser with an empty cache loads until the page is there. For the bench.
import { chromium } from '@playwright/test'
import { launchOptions } from './browser.ts'

const [address = '', cookie = ''] = process.argv.slice(2)
const [name = '', value = ''] = cookie.split('=')

const browser = await chromium.launch(await launchOptions())
const context = await browser.newContext()
await context.addCookies([{ name, value, url: new URL(address).origin }])
const page = await context.newPage()
const devtools = await context.newCDPSession(page)
await devtools.send('Network.enable')

interface Request {
  kind: string
  begun: number
  ended: number
  bytes: number
}
const requests = new Map<string, Request>()
devtools.on('Network.requestWillBeSent', ({ requestId, request, timestamp, type }) => {
  const kind = request.url.includes('/trpc/') ? 'call' : (type?.toLowerCase() ?? 'other')
  requests.set(requestId, { kind, begun: timestamp, ended: timestamp, bytes: 0 })
})
devtools.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => {
  const request = requests.get(requestId)
  if (request) Object.assign(request, { ended: timestamp, bytes: encodedDataLength })
})

const begun = performance.now()
await page.goto(address)
await page.getByRole('heading', { level: 1 }).waitFor()
const shown = performance.now() - begun
// What loads after that is not the first page any more.
const first = [...requests.values()].filter(({ ended, begun }) => ended > begun)
await browser.close()

const sum = (those: Request[]) => those.reduce((total, { bytes }) => total + bytes, 0) / 1000
const calls = first.filter(({ kind }) => kind === 'call')
const files = first.filter(({ kind }) => kind !== 'call')
/** Calls that begin after another one has ended wait for it. */
const roundsOf = (those: Request[]): number => {
  const [next, ...rest] = those.toSorted((a, b) => a.ended - b.ended)
  return next ? 1 + roundsOf(rest.filter((one) => one.begun >= next.ended)) : 0
}
process.stdout.write(
  `${files.length} files of ${sum(files).toFixed(0)} kB compressed, then ${calls.length} calls of ${sum(calls).toFixed(0)} kB in ${roundsOf(calls)} round(s); shown after ${shown.toFixed(0)} ms on this machine.\n`,
)
