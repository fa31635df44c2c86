import { isRecord } from '@stepkey/shared/schema'
import { curlSample, inUrl, type SampleRequest } from './curl-sample.ts'
import { type Example, ids, parameters as usualParameters } from './examples/example.ts'
import { examples } from './examples.ts'
import { parameters as headerParameters } from './openapi-headers.ts'
import type { Json } from './openapi-schemas.ts'
import { refusals, titleOf } from './problem.ts'
import type { RestRoute } from './rest-route.ts'

interface Operation {
  parameters?: Json[]
  requestBody?: { content: Record<string, Json> }
  responses: Record<string, { content?: Record<string, Json> }>
  security?: readonly object[]
}

type Route = Pick<RestRoute, 'method' | 'path'>

/** Adds the examples of an operation to its parameters, body and answers, and a sample that sends them. */
export function withExamples(route: Route, operation: Json): Json {
  const example = examples[`${route.method} ${route.path}`] ?? {}
  const { requestBody, responses, security, ...described } = operation as unknown as Operation
  const parameters = described.parameters?.map((parameter) => withValue(parameter, example))
  const answers = Object.entries(responses).map(([status, response]) => [
    status,
    withContent(response, answerOf(example, Number(status))),
  ])
  return {
    ...operation,
    ...(parameters && { parameters }),
    ...(requestBody && { requestBody: withContent(requestBody, example.body) }),
    responses: Object.fromEntries(answers),
    'x-codeSamples': [curlSample({ ...requestOf(route, example, parameters), caller: callerOf(security) })],
  }
}

/** Returns the request that the sample of an operation sends. */
function requestOf({ method, path }: Route, { query = {}, body }: Example, parameters: Json[] = []) {
  const valuesIn = (place: string): Json =>
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === place && 'example' in parameter)
        .map(({ name, example }) => [name, example]),
    )
  const inPath = valuesIn('path')
  return {
    method,
    path: path.replace(/\{(\w+)\}/g, (_, name: string) => inUrl(inPath[name])),
    query,
    headers: valuesIn('header'),
    body,
  }
}

/** Adds the value of a parameter. Optional headers have one only where the example needs it. */
function withValue(parameter: Json, { parameters = {}, query = {} }: Example): Json {
  const header = String(parameter.$ref ?? '')
    .split('/')
    .at(-1)
  if (header)
    return header in parameters ? { ...headerParameters[header], example: parameters[header] } : parameter
  const value = { ...usualParameters, ...parameters, ...query }[String(parameter.name)]
  return value === undefined ? parameter : { ...parameter, example: value }
}

function withContent<Message extends { content?: Record<string, Json> }>(
  message: Message,
  example: unknown,
): Message {
  if (example === undefined || !message.content) return message
  const content = Object.entries(message.content).map(([type, media]) => [type, { ...media, example }])
  return { ...message, content: Object.fromEntries(content) }
}

/** Returns the example of an answer. For a problem, adds the members that all problems have. */
function answerOf({ answers = {} }: Example, status: number): unknown {
  const answer = answers[status]
  if (status < 400 || !isRecord(answer)) return answer
  const { code, ...members } = answer
  const detail = refusals[String(code)]?.detail
  const common = { type: `/docs/problems#${code}`, title: titleOf(status), status, code, detail }
  return { ...common, ...members, requestId: ids.httpRequest }
}

/** How the caller of a sample authenticates: with an API key, where that is possible. */
function callerOf(security: readonly object[] = [{ apiKey: [] }]): SampleRequest['caller'] {
  const ways = security.flatMap((way) => Object.keys(way))
  return ways.includes('apiKey') ? 'apiKey' : ways.includes('session') ? 'session' : undefined
}
