import { z } from 'zod'
import { ComponentId, Id, ObjectId, Time } from './inputs.ts'
import { FIRST } from './length-limit.ts'
import { Verification } from './verification.ts'

/** The id of a component that a workspace owns. */
export const OwnComponentId = z
  .string()
  .max(71, FIRST)
  .regex(/^custom:[a-z0-9][a-z0-9-]{0,63}$/, 'Begin with custom:, then small letters, digits and hyphens')
  .describe('The id of a component of the workspace: `custom:` and small letters, digits or hyphens.')

/** A definition in an input. Drafts may be incomplete, so only its size is checked first. */
const DefinitionInput = z
  .record(z.string().max(200, FIRST), z.unknown())
  .describe('The definition, by the JSON Schema `/schemas/component/v1.json`. A draft may be incomplete.')

const Revision = z.int().min(1).describe('The revision of the draft. It increases with each change.')

/** What is wrong with a definition. */
export const ComponentProblem = z
  .object({
    at: z.string().describe('Where: a JSON pointer into the definition.'),
    message: z.string().describe('What is wrong, for the author.'),
  })
  .describe('What prevents a definition from being published.')

/** The result of a trial, without the values. */
export const ComponentTrial = z
  .object({
    triedAt: Time.describe('When the trial was made.'),
    triedBy: ObjectId.describe('The account or API key that made it.'),
    good: z.string().describe('The outcome for the working values.'),
    spoilt: z.string().describe('The outcome for the spoilt values.'),
    proves: z
      .boolean()
      .describe('Whether the trial proves that the verification tells working values from spoilt ones.'),
  })
  .describe('The last trial of a method. It counts until the method changes.')

const byMethod = <Schema extends z.ZodType>(schema: Schema) => z.record(z.string().max(64, FIRST), schema)

const Untested = byMethod(
  z.string().trim().min(1).max(500, FIRST).describe('Why the method can’t be tested.'),
)

/** Input of `components.definition`. */
export const DefinitionRef = z
  .object({
    componentId: ComponentId,
    version: z
      .union([z.int().min(1).describe('The number of a version.'), z.literal('draft').describe('The draft.')])
      .optional()
      .describe('The version. Absent: the last published one, or the draft if there is none.'),
  })
  .describe('Names one version of a component.')

/** A version of a component with its definition. */
export const ComponentVersion = z
  .object({
    componentId: z.string().describe('The id of the component.'),
    version: z.int().describe('The number of the version. Built-in components have 1.'),
    state: z.enum(['draft', 'published']).describe('A published version never changes.'),
    revision: Revision,
    source: z
      .enum(['builtIn', 'operator', 'workspace'])
      .describe('Who defines it: Stepkey, the operator, or the workspace, which can change it.'),
    definition: z.record(z.string(), z.unknown()).describe('The definition, as it was saved.'),
    problems: z.array(ComponentProblem).describe('What prevents it from being published.'),
    trials: byMethod(ComponentTrial).describe('The trials of its methods that still count.'),
    untested: byMethod(z.string()).describe('By method, why it can’t be tested.'),
    versions: z
      .array(
        z
          .object({
            version: z.int().describe('The number of the version.'),
            state: z.enum(['draft', 'published']).describe('Its state.'),
            changedAt: Time.describe('When it was published, or the draft was changed last.'),
            changedBy: ObjectId.describe('The account or API key that did it.'),
          })
          .describe('A version of the component.'),
      )
      .describe('All versions, the newest first.'),
    archivedAt: Time.nullable().describe('Since when it is not offered for new credentials; null if it is.'),
  })
  .describe('A version of a component, with its definition.')
export type ComponentVersion = z.infer<typeof ComponentVersion>

/** A component of the workspace in a list. */
export const OwnComponent = z
  .object({
    id: z.string().describe('The id of the component.'),
    title: z.string().describe('Its title; the id if the draft has none.'),
    publishedVersion: z.int().nullable().describe('The last published version; null if there is none.'),
    draftVersion: z.int().nullable().describe('The version of the draft; null if there is none.'),
    archivedAt: Time.nullable().describe('Since when it is archived; null if it is not.'),
    changedAt: Time.describe('When it was changed last.'),
    changedBy: ObjectId.describe('The account or API key that changed it last.'),
  })
  .describe('A component that the workspace owns, published or not.')
export type OwnComponent = z.infer<typeof OwnComponent>

/** All components that a workspace owns. */
export const OwnComponents = z
  .object({ items: z.array(OwnComponent).describe('The components by id.') })
  .describe('The components that the workspace owns, drafts and archived ones included.')

/** Input of `components.save`. */
export const SaveComponent = z
  .object({
    componentId: OwnComponentId,
    definition: DefinitionInput,
    revision: Revision.optional().describe(
      'The revision that was changed. If it is outdated, nothing is saved. Absent: saves in any case.',
    ),
  })
  .describe('The draft of a component to save. `id` and `version` of the definition are set by Stepkey.')
export type SaveComponent = z.infer<typeof SaveComponent>

/** Answer of `components.save`. */
export const ComponentSaved = z
  .discriminatedUnion('outcome', [
    z
      .object({
        outcome: z.literal('saved').describe('The draft was saved.'),
        componentId: z.string().describe('The id of the component.'),
        version: z.int().describe('The version of the draft.'),
        revision: Revision,
        problems: z.array(ComponentProblem).describe('What prevents the draft from being published.'),
      })
      .describe('The draft was saved.'),
    z
      .object({
        outcome: z.literal('stale').describe('The draft was changed in the meantime.'),
        revision: Revision.describe('The current revision. Nothing was saved.'),
      })
      .describe('Nothing was saved.'),
  ])
  .describe('The saved draft, or why nothing was saved.')
export type ComponentSaved = z.infer<typeof ComponentSaved>

/** Input of `components.trial`. */
export const TryComponent = z
  .object({
    componentId: OwnComponentId,
    methodId: Id.describe('The method to try.'),
    good: z.record(z.string(), z.unknown()).describe('Values that work. They are not stored.'),
    spoilt: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Values that must be rejected. Absent: the working ones with altered secrets.'),
  })
  .describe('The values for a trial of a method of the draft, or of the published version without one.')
export type TryComponent = z.infer<typeof TryComponent>

/** Answer of `components.trial`. */
export const ComponentTried = z
  .object({
    good: Verification.describe('The result for the working values.'),
    spoilt: Verification.describe('The result for the spoilt values.'),
    proves: z
      .boolean()
      .describe('Whether the verification tells working values from spoilt ones. Needed for publishing.'),
    advice: z.string().optional().describe('What to change in the definition, if it proves nothing.'),
    response: z
      .object({
        status: z.int().describe('The status of the last response to the working values.'),
        headers: z.array(z.string()).describe('The names of its headers.'),
        json: z
          .string()
          .optional()
          .describe(
            'Its body as a text, if it is JSON of at most 64 KiB, with secrets masked. It is not stored.',
          ),
      })
      .optional()
      .describe('What the target answered, to choose identity, scopes and expiry from.'),
  })
  .describe('The truth table of a trial.')
export type ComponentTried = z.infer<typeof ComponentTried>

/** Input of `components.publish`. */
export const PublishComponent = z
  .object({
    componentId: OwnComponentId,
    revision: Revision.optional().describe('The revision that was read. If it is outdated, nothing happens.'),
    untested: Untested.optional().describe(
      'By method, why it can’t be tested. Methods without a trial need it.',
    ),
  })
  .describe('The draft to publish.')
export type PublishComponent = z.infer<typeof PublishComponent>

/** Answer of `components.publish`. */
export const ComponentPublished = z
  .discriminatedUnion('outcome', [
    z
      .object({
        outcome: z.literal('published').describe('The draft was published.'),
        componentId: z.string().describe('The id of the component.'),
        version: z.int().describe('The published version.'),
      })
      .describe('The draft was published.'),
    z
      .object({
        outcome: z.literal('not_published').describe('Nothing was published.'),
        problems: z.array(ComponentProblem).describe('What is wrong with the definition.'),
        untried: z
          .array(z.string())
          .describe(
            'The methods whose verification no trial has proved and that have no reason in `untested`.',
          ),
      })
      .describe('The draft can’t be published yet.'),
    z
      .object({
        outcome: z.literal('stale').describe('The draft was changed in the meantime.'),
        revision: Revision.describe('The current revision.'),
      })
      .describe('Nothing was published.'),
  ])
  .describe('The published version, or why nothing was published.')
export type ComponentPublished = z.infer<typeof ComponentPublished>

/** Input of `components.archive`. */
export const ArchiveComponent = z
  .object({
    componentId: OwnComponentId,
    archived: z.boolean().describe('Whether the component is hidden from new credentials.'),
  })
  .describe('Archives a component, or offers it again.')

/** Answer of `components.archive`. */
export const ComponentArchived = z
  .object({
    outcome: z.literal('saved').describe('It is done.'),
    archivedAt: Time.nullable().describe('Since when it is archived; null if it is not.'),
  })
  .describe('The component is archived, or offered again.')
export type ComponentArchived = z.infer<typeof ComponentArchived>

const ImportNotes = z.array(
  z
    .object({
      at: z.string().optional().describe('Where in the document: a JSON pointer.'),
      text: z.string().describe('A sentence for the author.'),
    })
    .describe('A remark about the import.'),
)

/** The largest document that can be imported, in UTF-16 code units. A request has at most 1 MiB. */
const DOCUMENT_LIMIT = 1024 * 1024

/** Input of `components.import`. */
export const ImportComponent = z
  .object({
    format: z
      .enum(['openapi', 'component.json', 'curl', 'postman', 'stepkey'])
      .describe(
        'The format of the document: OpenAPI 2 to 3.1, the component.json of elastic.io, a curl command, a collection of Postman, or a definition of Stepkey.',
      ),
    document: z.string().min(1).max(DOCUMENT_LIMIT, FIRST).describe('The document: JSON, YAML or a command.'),
    componentId: OwnComponentId.optional().describe('The id for the component. Absent: from its title.'),
  })
  .describe('A document to make a definition from.')
export type ImportComponent = z.infer<typeof ImportComponent>

/** Answer of `components.import`. */
export const ComponentImported = z
  .object({
    componentId: z.string().describe('The id for the component. Nothing is saved under it yet.'),
    definition: z.record(z.string(), z.unknown()).describe('The definition. Save it with `components.save`.'),
    understood: ImportNotes.describe('What was taken over.'),
    guessed: ImportNotes.describe('What was guessed, and should be checked.'),
    leftOut: ImportNotes.describe('What was left out.'),
  })
  .describe('A definition made from a document. Secrets of the document are not part of it.')
export type ComponentImported = z.infer<typeof ComponentImported>

/** Returns the id of a component from its title: `Acme Shop` becomes `custom:acme-shop`. */
export function componentIdFrom(title: string): string {
  const slug = title
    .slice(0, 200)
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '')
  return `custom:${slug || 'component'}`
}

/** Input that names a component of the workspace. */
export const OwnComponentRef = z
  .object({ componentId: OwnComponentId })
  .describe('Names a component of the workspace.')

const Named = z.object({
  id: ObjectId,
  name: z.string().describe('Its name.'),
})

/** Answer of `components.remove`. */
export const ComponentRemoved = z
  .discriminatedUnion('outcome', [
    z
      .object({ outcome: z.literal('deleted').describe('The component is deleted.') })
      .describe('The component is deleted.'),
    z
      .object({
        outcome: z.literal('in_use').describe('Nothing was deleted.'),
        credentials: z
          .array(Named.describe('A credential.'))
          .describe('Credentials that use it, at most 50.'),
        flows: z
          .array(Named.describe('A flow.'))
          .describe('Active flows with steps that use it, at most 50.'),
        oauthAppCount: z.int().describe('The number of its OAuth apps.'),
      })
      .describe('Something uses the component.'),
  ])
  .describe('The component is deleted with all versions, or what still uses it.')
export type ComponentRemoved = z.infer<typeof ComponentRemoved>
