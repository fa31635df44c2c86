import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Component, Method } from '@stepkey/shared/component'
import { describeFields, type FieldDescription } from '@stepkey/shared/schema'
import { AwsV4Signer } from 'aws4fetch'
import { verifyValues } from '../src/domains/verification/verify.ts'
import { parseAllowRule } from '../src/platform/egress/address-filter.ts'
import { createEgress } from '../src/platform/egress/egress.ts'
import { Secret } from '../src/platform/secret.ts'

/** An imported draft, and the parsed document that it was made from. */
export interface Draft {
  name: string
  document: Record<string, unknown>
  component: Component
}

/** What a trial of drafts found. */
export interface SpoiltKeyResult {
  /** The methods that were tried. */
  tried: number
  /** Methods that verify the right key. */
  good: number
  /** Verifications with a spoilt key that had the outcome verified or limited. There must be none. */
  spoilt: number
  problems: string[]
}

type Values = Record<string, unknown>
// biome-ignore lint/suspicious/noExplicitAny: documents are read as they are, independently of the importer.
type Json = any

/** The right values, or their beginnings. */
const GOOD = { key: 'g00d-key-', user: 'g00d-user', password: 'g00d-password', token: 'g00d-token' }

/**
 * Verifies the drafts against a server that demands what the security schemes of their documents demand, and answers 401 to
 * everything else. The server reads the documents itself. Then verifies each draft again with each secret spoilt.
 */
export async function verifySpoiltKeys(drafts: Draft[]): Promise<SpoiltKeyResult> {
  const result: SpoiltKeyResult = { tried: 0, good: 0, spoilt: 0, problems: [] }
  let accepts: (request: IncomingMessage, body: string) => Promise<boolean> = async () => false
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const isRight = await accepts(request, body)
    response.writeHead(isRight ? 200 : 401, { 'content-type': 'application/json' })
    response.end(isRight ? JSON.stringify({ access_token: GOOD.token, token_type: 'Bearer', id: 1 }) : '{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const egress = createEgress([parseAllowRule('127.0.0.0/8') ?? {}])

  for (const { name, document, component } of drafts) {
    accepts = (request, body) => satisfiesAny(document, request, body, origin)
    for (const [methodId, original] of Object.entries(component.methods)) {
      if (!('path' in original.verify)) continue
      const method = atOrigin(original, origin)
      const fields = describeFields(method.fields)
      const good = valuesFor(fields, method)
      const outcomeOf = async (values: Values) => {
        const { outcome } = await verifyValues(method, new Secret(values), {
          egress,
          clock: () => new Date(),
          deadline: 20_000,
        })
        return outcome
      }
      result.tried++
      const first = await outcomeOf(good)
      if (first === 'verified') result.good++
      else result.problems.push(`good key: ${first}\t${name}\t${methodId}`)
      for (const spoilt of spoiltValues(fields, good, method)) {
        const outcome = await outcomeOf(spoilt)
        if (outcome !== 'verified' && outcome !== 'limited') continue
        result.spoilt++
        result.problems.push(`SPOILT KEY: ${outcome}\t${name}\t${methodId}`)
      }
    }
  }
  server.closeAllConnections()
  server.close()
  return result
}

/** Returns the method with all of its requests at the server. */
function atOrigin(method: Method, origin: string): Method {
  const token = method.token && { ...method.token, url: `${origin}/token`, discover: undefined }
  return { ...method, baseUrl: `${origin}/base`, ...(token && { token: token as Method['token'] }) } as Method
}

function valuesFor(fields: FieldDescription[], { token }: Method): Values {
  const values: Values = Object.fromEntries(
    fields.flatMap((field): [string, unknown][] => {
      if (field.kind === 'choice') return [[field.name, field.default ?? field.options[0]?.value]]
      if (field.kind !== 'secret' && field.kind !== 'text') return []
      if (field.meta.advanced) return []
      if (field.name === 'accessToken') return [[field.name, GOOD.token]]
      if (field.name === 'user') return [[field.name, GOOD.user]]
      if (field.name === 'password') return [[field.name, GOOD.password]]
      if (field.kind === 'secret') return [[field.name, GOOD.key + field.name]]
      return [[field.name, field.default ?? `value-${field.name}`]]
    }),
  )
  return token && token.grant !== 'client_credentials'
    ? { ...values, token: { access_token: GOOD.token } }
    : values
}

/** Yields the values with each secret spoilt that the request carries. With a token, it carries only that. */
function* spoiltValues(
  fields: FieldDescription[],
  good: Values,
  { place, signer, token }: Method,
): Generator<Values> {
  if (good.token) {
    yield { ...good, token: { access_token: 'x00d-token' } }
    return
  }
  // Other secrets are parameters of the verification request, which the server doesn't check.
  const carriers = JSON.stringify([place, signer, token])
  for (const { name, kind } of fields)
    if (kind === 'secret' && name in good && carriers.includes(`{{${name}}}`))
      yield { ...good, [name]: `x${String(good[name]).slice(1)}` }
}

/** Returns whether a request satisfies one of the alternatives that the document requires anywhere. */
async function satisfiesAny(
  document: Json,
  request: IncomingMessage,
  body: string,
  origin: string,
): Promise<boolean> {
  const url = new URL(request.url ?? '', origin)
  if (url.pathname === '/token')
    return /^(?:value-|g00d-key-)clientId\d?:g00d-key-clientSecret\d?$/.test(basicOf(request))
  const schemes: Json = document.securityDefinitions ?? document.components?.securitySchemes ?? {}
  const lists = requirementsAt(document, request.method ?? '', url.pathname.replace(/^\/base/, ''))
  const required: Json[] = lists.filter((alternative: Json) => Object.keys(alternative).length > 0)
  const alternatives = required.length > 0 ? required : Object.keys(schemes).map((name) => ({ [name]: [] }))
  const seen = new Set<string>()
  for (const alternative of alternatives) {
    const names = Object.keys(alternative)
    if (seen.has(names.join()) || names.length === 0) continue
    seen.add(names.join())
    const results = await Promise.all(names.map((name) => satisfies(schemes[name], request, url, body)))
    if (results.every(Boolean)) return true
  }
  return false
}

/** Returns the alternatives of the operations that a document has at a path. */
function requirementsAt(document: Json, method: string, path: string): Json[] {
  const operations = Object.entries(document.paths ?? {}).flatMap(([template, item]) => {
    const [plain = ''] = template.split('#')
    const pattern = plain
      .split(/\{[^{}]*\}/)
      .map((text) => encodeURI(text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/]+')
    const operation = (item as Json)?.[method.toLowerCase()]
    return operation && new RegExp(`^/*${pattern}$`).test(path) ? [operation] : []
  })
  return operations.flatMap((operation: Json) => {
    const names = requiredKeys(document, operation)
    const listed: Json[] = (operation.security ?? document.security ?? []).filter(
      (alternative: Json) => Object.keys(alternative).length > 0,
    )
    const keys = Object.fromEntries(names.map((name) => [name, []]))
    return listed.length > 0
      ? listed.map((alternative) => ({ ...keys, ...alternative }))
      : names.length > 0
        ? [keys]
        : []
  })
}

/** Returns the schemes whose keys an operation also requires as parameters. */
function requiredKeys(document: Json, { parameters = [] }: Json): string[] {
  const schemes = Object.entries(document.components?.securitySchemes ?? {}) as [string, Json][]
  const resolved = parameters.map(
    (parameter: Json) => document.components?.parameters?.[parameter.$ref?.split('/').at(-1)] ?? parameter,
  )
  return resolved
    .filter(({ required }: Json) => required)
    .flatMap((parameter: Json) =>
      schemes
        .filter(
          ([, { in: place, name }]) =>
            place === parameter.in && name?.toLowerCase() === parameter.name?.toLowerCase(),
        )
        .map(([name]) => name),
    )
}

const basicOf = ({ headers }: IncomingMessage): string =>
  Buffer.from(/^Basic (.*)$/.exec(headers.authorization ?? '')?.[1] ?? '', 'base64').toString()

async function satisfies(scheme: Json, request: IncomingMessage, url: URL, body: string): Promise<boolean> {
  const { authorization } = request.headers
  switch (scheme?.type) {
    case 'apiKey': {
      if (scheme['x-amazon-apigateway-authtype'] === 'awsSigv4') return await isSigned(request, url, body)
      const cookies = Object.fromEntries(
        (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('=')),
      )
      const found = {
        header: request.headers[String(scheme.name).toLowerCase()],
        query: url.searchParams.get(scheme.name),
        cookie: cookies[scheme.name],
      }[scheme.in as 'header']
      return /^(?:Bearer )?g00d-(?:key-|token)/.test(String(found))
    }
    case 'basic':
      return basicOf(request) === `${GOOD.user}:${GOOD.password}`
    case 'http':
      return /^basic$/i.test(scheme.scheme)
        ? basicOf(request) === `${GOOD.user}:${GOOD.password}`
        : authorization === `Bearer ${GOOD.token}`
    case 'oauth2':
    case 'openIdConnect':
      return authorization === `Bearer ${GOOD.token}`
  }
  return false
}

/** Returns whether AWS Signature Version 4 of a request was made with the right key. */
async function isSigned(request: IncomingMessage, url: URL, body: string): Promise<boolean> {
  const { authorization = '' } = request.headers
  const [, id, region, service, names] =
    /Credential=([^/]+)\/\d+\/([^/]*)\/([^/]*)\/aws4_request, SignedHeaders=([^,]*)/.exec(authorization) ?? []
  if (!id || region === undefined || service === undefined || !names) return false
  const headers = Object.fromEntries(
    names
      .split(';')
      .filter((name) => !/^(?:host|x-amz-date)$/.test(name))
      .map((name) => [name, String(request.headers[name])]),
  )
  const signed = await new AwsV4Signer({
    method: request.method ?? 'GET',
    url: url.href,
    headers,
    ...(body && { body }),
    accessKeyId: 'value-accessKeyId',
    secretAccessKey: `${GOOD.key}secretAccessKey`,
    region,
    service,
    datetime: String(request.headers['x-amz-date']),
  }).sign()
  return signed.headers.get('authorization') === authorization
}
