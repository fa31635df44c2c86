import { z } from 'zod'
import { ComponentId, Id, Search, Time, Url } from './inputs.ts'

/** Input of `components.list`. */
export const ListComponents = z
  .object({
    search: Search.optional().describe(
      'Only components in which every word of this text begins a word of title, alias, description or category.',
    ),
    category: Id.optional().describe('Only components of this category.'),
  })
  .optional()
  .describe('Filters for the catalog.')

/** Input that names one component. */
export const ComponentRef = z
  .object({ componentId: ComponentId.describe('The id of the component, for example `github`.') })
  .describe('Names one component.')

/** A component in a list, with the number of credentials that the workspace has for it. */
export const ComponentSummary = z
  .object({
    id: z.string().describe('The id of the component, for example `github`.'),
    title: z.string().describe('The title of the component, for example `GitHub`.'),
    description: z.string().describe('One line that describes the component.'),
    category: z.string().describe('The category of the component.'),
    icon: z
      .string()
      .optional()
      .describe('The name of an icon, or the address of an image on this server. Absent if it has none.'),
    aliases: z.array(z.string()).describe('Other words that users search for.'),
    methods: z
      .array(
        z
          .object({
            id: z.string().describe('The id of the method, for example `apiKey`.'),
            title: z.string().describe('The title of the method.'),
            retired: z
              .literal(true)
              .optional()
              .describe('Present if forms offer the method only for existing credentials.'),
          })
          .describe('One way to authenticate.'),
      )
      .describe('The ways to authenticate with the component.'),
    credentialCount: z.int().describe('The number of credentials of the workspace for this component.'),
    failingCount: z
      .int()
      .describe('The number of those credentials that are failing or must be reconnected.'),
    source: z
      .enum(['builtIn', 'operator', 'workspace'])
      .describe('Who defines the component: Stepkey, the operator, or the workspace.'),
    archived: z
      .literal(true)
      .optional()
      .describe('Present if there can be no new credentials: the workspace archived its component.'),
    hasSandbox: z.boolean().describe('Whether this installation runs a sandbox for the component.'),
    lastChangedAt: Time.nullable().describe(
      'When a credential of this component was last created or changed, as ISO 8601 UTC time. Null if there is none.',
    ),
  })
  .describe('A component of the catalog.')
/** A component in a list. */
export type ComponentSummary = z.infer<typeof ComponentSummary>

/** A component with its methods and their fields. */
export const ComponentDetail = ComponentSummary.omit({ methods: true, aliases: true })
  .extend({
    docsUrl: Url.describe('The page of the provider about authentication.'),
    methods: z
      .record(
        z.string(),
        z
          .object({
            title: z.string().describe('The title of the method.'),
            retired: z
              .string()
              .optional()
              .describe(
                'What to use instead, if the method is only for existing credentials. New ones still work.',
              ),
            fields: z
              .record(z.string(), z.unknown())
              .describe(
                'JSON Schema of the fields, with labels and help texts. Secret fields are `writeOnly`.',
              ),
            supplied: z
              .record(z.string(), z.string())
              .describe(
                'Addresses that this installation uses for fields that are left empty, by field name.',
              ),
            check: z
              .enum(['http', 'driver', 'untestable'])
              .describe(
                'How a credential is verified: by an HTTP request, by a protocol driver, or not at all (`untestable`).',
              ),
            consent: z
              .enum(['redirect', 'code'])
              .optional()
              .describe(
                'How a user grants access: `redirect` in a browser, `code` with a code on another device. Absent if the method needs no consent.',
              ),
            canRevoke: z
              .boolean()
              .describe('Whether Stepkey can revoke the key or the access at the provider.'),
            needsApp: z
              .boolean()
              .describe('Whether the method needs an OAuth app of the workspace or the operator.'),
          })
          .describe('One way to authenticate.'),
      )
      .describe('The ways to authenticate with the component, by method id.'),
  })
  .describe('A component of the catalog, with its methods and their fields.')
/** A component with its methods and their fields. */
export type ComponentDetail = z.infer<typeof ComponentDetail>
