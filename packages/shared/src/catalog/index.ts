import type { Component } from '../component.ts'
import github from './github.ts'
import http from './http.ts'
import petstore from './petstore.ts'
import postgresql from './postgresql.ts'
import smtp from './smtp.ts'
import zendesk from './zendesk.ts'

/** Every component, in the order in which the screen shows them. */
export const catalog = { petstore, http, github, zendesk, postgresql, smtp } satisfies Record<
  string,
  Component
>

export type Catalog = typeof catalog
