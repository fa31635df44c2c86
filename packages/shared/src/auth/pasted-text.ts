import type { Method, Paste } from '../component.ts'
import { isRecord } from '../schema.ts'
import { atPointer } from './classify-response.ts'
import { templateFields } from './template.ts'

type Values = Record<string, unknown>

/**
 * Returns the values in a pasted connection string or JSON key file. Only values that the fields of the
 * method accept are returned; undefined if the text is neither.
 */
export function parsePastedText(method: Method, text: string): Values | undefined {
  const { paste } = method
  if (!paste) return undefined
  const found = fromConnectionString(paste, text.trim()) ?? fromJson(paste, text)
  if (!found) return undefined
  const { shape } = method.fields
  const accepted = Object.entries(found).flatMap(([name, value]): [string, unknown][] => {
    if (value === undefined) return []
    // Numbers in a URL are text, so both types are tried.
    const candidates = typeof value === 'string' && /^\d+$/.test(value) ? [value, Number(value)] : [value]
    const fits = candidates
      .map((candidate) => shape[name]?.safeParse(candidate))
      .find((parsed) => parsed?.success)
    return fits ? [[name, fits.data]] : []
  })
  return accepted.length > 0 ? Object.fromEntries(accepted) : undefined
}

/**
 * Splits `scheme://user:password@host:port/path?parameters`. The password may be raw or percent-encoded, so the last @
 * ends it.
 */
function splitConnection(text: string) {
  const [start = '', scheme = ''] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? []
  const rest = text.slice(start.length)
  const at = rest.lastIndexOf('@')
  // The first host and its port, further hosts, the path, the parameters.
  const [, host, port, path, query = ''] =
    /^(\[[^\]]+\]|[^:/?,@\s]+)(?::(\d{1,5}))?(?:,[^/?\s]*)?(?:\/([^?\s]*))?(?:\?(\S*))?$/.exec(
      rest.slice(at + 1),
    ) ?? []
  if (host === undefined) return undefined
  return { scheme, login: at < 0 ? undefined : rest.slice(0, at), host, port, path, query }
}

function fromConnectionString(
  { schemes = {}, path, parameters = {} }: Paste,
  text: string,
): Values | undefined {
  const connection = splitConnection(text)
  const schemeValues = schemes[connection?.scheme.toLowerCase() ?? '']
  if (!connection || !schemeValues) return undefined
  const { login, host, port, path: rest, query } = connection
  const [user, password] = login === undefined ? [] : splitAt(login, ':')
  const named = Object.fromEntries(new URLSearchParams(query))
  return {
    ...schemeValues,
    host,
    ...(port && { port: Number(port) }),
    ...(user && { user: decode(user) }),
    ...(password && { password: decode(password) }),
    ...(path && rest && { [path]: decode(rest) }),
    ...Object.fromEntries(
      Object.entries(parameters).flatMap(([parameter, field]) =>
        named[parameter] === undefined ? [] : [[field, named[parameter]]],
      ),
    ),
  }
}

function fromJson({ json = {} }: Paste, text: string): Values | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {
    return undefined
  }
  const values = Object.entries(json).map(([field, pointer]) => [field, atPointer(file, pointer)] as const)
  return isRecord(file) ? Object.fromEntries(values.filter(([, value]) => value !== undefined)) : undefined
}

function splitAt(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * Removes text that users copy together with a secret: the prefix that the placement adds itself (“Bearer
 * …”), and the name of the header or variable. Returns the text unchanged if there is nothing to remove.
 */
export function stripSecretPrefix({ place }: Method, field: string, text: string): string {
  const prefixes = place.flatMap((placement) => {
    if (placement.in === 'basic' || 'lines' in placement || !templateFields(placement.value).includes(field))
      return []
    return [placement.value.slice(0, placement.value.indexOf('{{'))]
  })
  const withoutName = text
    .trim()
    .replace(/^(?:authorization|[\w-]*(?:key|token|secret))\s*[:=]\s*(?=\S)/i, '')
  for (const prefix of prefixes) {
    const word = prefix.trim()
    if (word && withoutName.toLowerCase().startsWith(`${word.toLowerCase()} `)) {
      return withoutName.slice(word.length).trim()
    }
  }
  return withoutName === text.trim() ? text : withoutName.replace(/^(["'])(.*)\1$/, '$2')
}
