/// <reference path="./swagger-ui.d.ts" />
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import folderOfViewer from 'swagger-ui-dist/absolute-path.js'

/** The files of Swagger UI that the page needs. It loads nothing from other hosts. */
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Stepkey</title>
<link rel="stylesheet" href="/docs/api/swagger-ui.css">
<link rel="icon" href="/favicon.svg">
</head>
<body>
<main id="reference"></main>
<script src="/docs/api/swagger-ui-bundle.js"></script>
<script src="/docs/api/start.js"></script>
</body>
</html>
`

const start = `SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  // Don't store the API key that a user enters to try requests.
  persistAuthorization: false,
})
`

/** Serves `/docs/api`: the reference of the REST API, with a form to try requests. */
export async function apiReference(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: folderOfViewer(),
    prefix: '/docs/api/',
    serve: true,
    index: false,
    decorateReply: false,
    allowedPath: (path) => FILES.includes(path.replace(/^\//, '')),
  })
  app.get('/docs/api', (_request, reply) => reply.type('text/html; charset=utf-8').send(page))
  app.get('/docs/api/start.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(start))
}
