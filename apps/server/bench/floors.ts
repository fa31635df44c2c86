import { createServer } from 'node:http'
import fastify from 'fastify'
import { createPetstore } from '../src/sandbox/petstore.ts'

/**
 * Runs a baseline server, chosen by FLOOR: a bare node:http server or an empty Fastify route with a constant response
 * of SIZE bytes, or the target of verifications, which responds after DELAY milliseconds.
 */
const { FLOOR, SIZE = '2', DELAY = '0', PORT } = process.env
const constant = JSON.stringify('x'.repeat(Number(SIZE) - 2))

if (FLOOR === 'node') {
  createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': constant.length })
    response.end(constant)
  }).listen(Number(PORT), '127.0.0.1', ready)
} else if (FLOOR === 'target') {
  const pets = createPetstore()
  createServer((request, response) => {
    setTimeout(() => pets.emit('request', request, response), Number(DELAY))
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
