import { buildCheckRequest } from '@stepkey/shared/auth/request'
import type { Method } from '@stepkey/shared/component'
import { activeFields, type FieldDescription, isRecord } from '@stepkey/shared/schema'

const MASK = '••••••'

/** Returns the verification request as text, with the secrets masked and empty fields as their labels; undefined if there is none. */
export function renderedRequest(
  method: Method,
  fields: readonly FieldDescription[],
  values: Record<string, unknown>,
): string | undefined {
  const { verify } = method
  if (!('path' in verify)) return undefined
  const shown: Record<string, unknown> = structuredClone(values)
  for (const { path, field, value } of activeFields(fields, shown)) {
    const example = field.meta.format === 'http-url' ? 'https://…' : field.name
    if (field.meta.secret) put(shown, path, 'XXXXXX')
    else if (value === undefined && field.kind === 'text') put(shown, path, example)
  }
  if (method.token) shown.token = { access_token: 'XXXXXX' }
  try {
    const { method: verb, url, headers, body } = buildCheckRequest(method, verify, shown)
    const lines = Object.entries(headers)
      .filter(([name]) => name !== 'user-agent' && name !== 'accept')
      .map(([name, value]) => `${name}: ${value}`)
    return [`${verb} ${url.href}`, ...lines, ...(body ? ['', body] : [])]
      .join('\n')
      .replaceAll(/X{6}|WFhYWFhY/g, MASK)
  } catch {
    return undefined
  }
}

function put(values: Record<string, unknown>, path: string, value: string): void {
  const names = path.split('.')
  const last = names.pop() ?? ''
  const holder = names.reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), values)
  if (isRecord(holder)) holder[last] = value
}

/** Returns a program that gets the credential of a step and calls the API, as a flow engine does. */
export const engineExample = (title: string): string => `import { createClient } from '@stepkey/client'

const stepkey = createClient({ url: '${window.location.origin}', apiKey: process.env.STEPKEY_API_KEY })
const { baseUrl, headers, query } = await stepkey.credentials.issue.mutate({ flowId, stepId })

// A request to ${title}
const url = new URL('orders', \`\${baseUrl}/\`)
for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
const response = await fetch(url, { headers })`
