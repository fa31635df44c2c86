import { z } from 'zod'
import { Id, Search } from './inputs.ts'

export const ListComponents = z.object({ search: Search.optional(), category: Id.optional() }).optional()

export const ComponentRef = z.object({ componentId: Id })

/** A component as a card: what it is, and how many credentials the workspace has for it. */
export const ComponentSummary = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  category: z.string(),
  icon: z.string().optional(),
  /** Other words for it. */
  aliases: z.array(z.string()),
  methods: z.array(z.object({ id: z.string(), title: z.string() })),
  credentialCount: z.int(),
  failingCount: z.int(),
  /** This installation runs an application to try it with. */
  hasSandbox: z.boolean(),
  /** When one of its credentials was last made or changed. */
  lastChangedAt: z.string().nullable(),
})
export type ComponentSummary = z.infer<typeof ComponentSummary>

export const ComponentDetail = ComponentSummary.omit({ methods: true, aliases: true }).extend({
  docsUrl: z.string(),
  methods: z.record(
    z.string(),
    z.object({
      title: z.string(),
      /** JSON Schema of the fields, with labels, help and `writeOnly` for secrets. */
      fields: z.record(z.string(), z.unknown()),
      /** Addresses that this installation fills in where a field is left empty. */
      supplied: z.record(z.string(), z.string()),
      /** How it is verified. */
      check: z.enum(['http', 'driver', 'untestable']),
      /** For methods that a person consents to: in a browser that is sent there, or with a code on another device. */
      consent: z.enum(['redirect', 'code']).optional(),
      /** It is connected through an OAuth app, which has to be set up first. */
      needsApp: z.boolean(),
    }),
  ),
})
export type ComponentDetail = z.infer<typeof ComponentDetail>
