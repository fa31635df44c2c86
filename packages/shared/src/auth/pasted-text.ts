import type { Method, Paste } from '../component.ts'
import { isRecord } from '../schema.ts'
import { atPointer } from './classify-response.ts'
import { templateFields } from './template.ts'

type Values = Record<string, unknown>

/**
 * The values in something that people have at hand instead of single fields: a connection string, or a key file in
 * JSON. Only what the method's own fields take; undefined when it is nothing of the kind.
 */
export function parsePastedText(method: Method, text: string): Values | undefined {
  const { paste } = method
  if (!paste) return undefined
  const found = fromConnectionString(paste, text.trim()) ?? fromJson(paste, text)
  if (!found) return undefined
  const { shape } = method.fields
  const fitting = Object.entries(found).flatMap(([name, value]): [string, unknown][] => {
    if (value === undefined) return []
    // A number that is part of an address comes as text.
    const readings = typeof value === 'string' && /^\d+$/.test(value) ? [value, Number(value)] : [value]
    const fits = readings.map((reading) => shape[name]?.safeParse(reading)).find((parsed) => parsed?.success)
    return fits ? [[name, fits.data]] : []
  })
  return fitting.length > 0 ? Object.fromEntries(fitting) : undefined
}

/** scheme://user:password@host:port/path?parameters, with a password as it is or percent-encoded. */
const CONNECTION = new RegExp(
  [
    /^([a-z][a-z0-9+.-]*):\/\//, // scheme
    /(?:(.*)@)?/, // user and password, up to the last @
    /(\[[^\]]+\]|[^:/?,@\s]+)(?::(\d{1,5}))?/, // the first host and its port
    /(?:,[^/?\s]*)?/, // further hosts
    /(?:\/([^?\s]*))?(?:\?(\S*))?$/, // path and parameters
  ]
    .map(({ source }) => source)
    .join(''),
  'i',
)

function fromConnectionString(
  { schemes = {}, path, parameters = {} }: Paste,
  text: string,
): Values | undefined {
  const [, scheme = '', login, host, port, rest, query = ''] = CONNECTION.exec(text) ?? []
  const given = schemes[scheme.toLowerCase()]
  if (!given) return undefined
  const [user, password] = login === undefined ? [] : splitAt(login, ':')
  const named = Object.fromEntries(new URLSearchParams(query))
  return {
    ...given,
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
 * A secret without what people copy along with it: the words that Stepkey itself puts before it (“Bearer …”), and the
 * name of the header or variable. @returns the text itself when there is nothing to take off
 */
export function bareSecret({ place }: Method, field: string, text: string): string {
  const prefixes = place.flatMap((placement) => {
    if (placement.in === 'basic' || !templateFields(placement.value).includes(field)) return []
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
