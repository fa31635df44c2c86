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
<meta name="color-scheme" content="light dark">
<title>API · Stepkey</title>
<link rel="stylesheet" href="/docs/api/swagger-ui.css">
<link rel="icon" href="/favicon.svg">
</head>
<body>
<a href="/docs">Documentation of Stepkey</a>
<main id="reference"></main>
<script src="/docs/api/swagger-ui-bundle.js"></script>
<script src="/docs/api/start.js"></script>
</body>
</html>
`

/** The script of the page. It extends Swagger UI by a plugin: see its documentation under “Plugin API”. */
const start = `const dark = matchMedia('(prefers-color-scheme: dark)')
const followColorScheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
followColorScheme()
dark.addEventListener('change', followColorScheme)

const plugin = ({ React: { createElement, Fragment } }) => {
  // Shows the sample of an operation above its answers.
  const withSample = (Responses) => (props) => {
    const { path, method, specSelectors, getComponent } = props
    const source = specSelectors.specJson().getIn(['paths', path, method, 'x-codeSamples', 0, 'source'])
    if (!source) return createElement(Responses, props)
    const title = createElement('h4', { className: 'opblock-title' }, 'Sample')
    const code = createElement(getComponent('HighlightCode', true), { language: 'bash', canCopy: true }, source)
    return createElement(
      Fragment,
      null,
      createElement('div', { className: 'opblock-section-header' }, title),
      createElement('div', { className: 'opblock-description-wrapper' }, code),
      createElement(Responses, props),
    )
  }
  // Fills in the examples of required parameters only: the others would restrict lists to the examples.
  const withoutOptionalValues = (ParameterRow) => (props) => {
    const { rawParam, specSelectors } = props
    if (rawParam.get('in') !== 'query' || rawParam.get('required')) return createElement(ParameterRow, props)
    const parameterWithMetaByIdentity = (...args) =>
      specSelectors.parameterWithMetaByIdentity(...args)?.delete('example')
    return createElement(ParameterRow, {
      ...props,
      specSelectors: { ...specSelectors, parameterWithMetaByIdentity },
    })
  }
  return { wrapComponents: { responses: withSample, parameterRow: withoutOptionalValues } }
}

SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  // Don't store the API key that a user enters to try requests.
  persistAuthorization: false,
  plugins: [plugin],
  // With a session, a POST needs the content type even without a body.
  requestInterceptor: (request) => {
    if (request.method === 'POST') request.headers['Content-Type'] ??= 'application/json'
    return request
  },
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
