import { createServer } from 'node:http'
import fastify from 'fastify'

/**
 * What is underneath: a bare node:http server and an empty Fastify route, answering a constant. FLOOR says which,
 * SIZE how many bytes.
 */
const { FLOOR, SIZE, PORT } = process.env
const constant = JSON.stringify('x'.repeat(Number(SIZE) - 2))

if (FLOOR === 'node') {
  createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': constant.length })
    response.end(constant)
  }).listen(Number(PORT), '127.0.0.1', ready)
} else {
  const app = fastify()
  app.all('/*', (_request, reply) => reply.header('content-type', 'application/json').send(constant))
  await app.listen({ port: Number(PORT), host: '127.0.0.1' })
  ready()
}

function ready() {
  process.stdout.write('ready\n')
}
