import type { Notes } from './imported-component.ts'
import { type Form, type MethodDefinition, secretField } from './method-draft.ts'
import type { OpenApi } from './openapi-document.ts'
import type { AddServers } from './openapi-servers.ts'

/** A method while its schemes are added. */
export interface Build extends Pick<MethodDefinition, 'place' | 'signer' | 'tls' | 'token'> {
  form: Form
  titles: string[]
}

/** Adds a scheme to a method. Returns false if it can't be combined with those that were added before. */
export type Part = (build: Build) => boolean

/** What parts are made from. */
export interface SchemeContext {
  api: OpenApi
  title: string
  notes: Notes
  addServers: AddServers
  /** The scopes that the verification request needs, by scheme. */
  scopes: ReadonlyMap<string, string[]>
}

/** Returns whether a method already sets the header Authorization. */
export const usesAuthorization = ({ place, signer, token }: Build): boolean =>
  signer !== undefined ||
  token !== undefined ||
  place.some(
    (placement) =>
      placement.in === 'basic' || ('name' in placement && /^authorization$/i.test(placement.name)),
  )

/** Returns a part that sends a token by RFC 6750 section 2.1. */
export const addBearer =
  (title: string, help = 'Sent as “Authorization: Bearer …”. Enter only the token.'): Part =>
  (build) => {
    if (usesAuthorization(build)) return false
    const field = build.form.add(
      'accessToken',
      secretField({ label: title === 'Access token' ? title : 'Token', help }),
    )
    build.place.push({ in: 'header', name: 'authorization', value: `Bearer {{${field}}}` })
    return build.titles.push(title) > 0
  }
