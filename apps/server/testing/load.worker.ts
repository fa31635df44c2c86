// Sends the same request on many connections until it is told to stop, and reports how many of each status were answered.
// Started by fairness.ts, as a worker so that its work does not delay the measuring.
import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

const { port, connections, method, path, headers } = workerData
const agent = new Agent({ keepAlive: true, maxSockets: connections })
const statuses: Record<string, number> = {}
let isStopping = false

function send(): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers, agent }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    })
      .once('error', reject)
      .end()
  })
}

for (let n = 0; n < connections; n++) {
  void (async () => {
    while (!isStopping) {
      const status = await send().catch(({ code }) => code)
      statuses[status] = (statuses[status] ?? 0) + 1
      // As a client that respects Retry-After, roughly.
      if (status !== 200) await new Promise((resolve) => setTimeout(resolve, 500))
    }
  })()
}
parentPort?.once('message', () => {
  isStopping = true
  parentPort?.postMessage(statuses)
})
