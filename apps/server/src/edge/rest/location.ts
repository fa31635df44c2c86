import { isRecord } from '@stepkey/shared/schema'
import type { RestRoute } from './rest-route.ts'

/** Returns the path of the object that a route created, below `/api/v1`; undefined if the object has no address. */
export function locationOf({ location }: Pick<RestRoute, 'location'>, answer: unknown): string | undefined {
  return location?.replace(/\{([\w.]+)\}/g, (_, path: string) =>
    encodeURIComponent(String(memberAt(answer, path))),
  )
}

/** Returns the member at a dotted path: `credential.id`. */
const memberAt = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((object, name) => (isRecord(object) ? object[name] : undefined), value)
