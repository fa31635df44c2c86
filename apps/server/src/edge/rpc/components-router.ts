import { ComponentDetail, ComponentRef, ComponentSummary, ListComponents } from '@stepkey/shared/catalog-api'
import {
  ArchiveComponent,
  ComponentArchived,
  ComponentImported,
  ComponentPublished,
  ComponentRemoved,
  ComponentSaved,
  ComponentTried,
  ComponentVersion,
  DefinitionRef,
  ImportComponent,
  OwnComponentRef,
  OwnComponents,
  PublishComponent,
  SaveComponent,
  TryComponent,
} from '@stepkey/shared/own-component'
import { z } from 'zod'
import {
  archiveComponent,
  publishComponent,
  removeComponent,
} from '../../domains/catalog/publish-component.ts'
import { getComponent, listComponents } from '../../domains/catalog/read-components.ts'
import { getDefinition, listOwnComponents } from '../../domains/catalog/read-definitions.ts'
import { saveComponent } from '../../domains/catalog/save-component.ts'
import { tryComponent } from '../../domains/catalog/trial-component.ts'
import { importDocument } from '../../domains/component-import/import-document.ts'
import { countCredentialsByComponent } from '../../domains/credentials/credential-counts.ts'
import { may, mayConfirmed } from './procedure.ts'
import { router } from './trpc.ts'

/** The catalog, with the number of the workspace's credentials, and the components that the workspace owns. */
export const componentsRouter = router({
  list: may('read')
    .input(ListComponents)
    .output(z.array(ComponentSummary))
    .query(async ({ ctx, input }) => listComponents(ctx, await countCredentialsByComponent(ctx), input)),

  get: may('read')
    .input(ComponentRef)
    .output(ComponentDetail)
    .query(async ({ ctx, input }) =>
      getComponent(ctx, await countCredentialsByComponent(ctx), input.componentId),
    ),

  definition: may('read')
    .input(DefinitionRef)
    .output(ComponentVersion)
    .query(({ ctx, input }) => getDefinition(ctx, input)),

  own: may('read')
    .output(OwnComponents)
    .query(({ ctx }) => listOwnComponents(ctx)),

  save: may('components')
    .input(SaveComponent)
    .output(ComponentSaved)
    .mutation(({ ctx, input }) => saveComponent(ctx, input)),

  trial: may('components')
    .input(TryComponent)
    .output(ComponentTried)
    .mutation(({ ctx, input }) => tryComponent(ctx, input, ctx.signal)),

  import: may('components')
    .input(ImportComponent)
    .output(ComponentImported)
    .mutation(({ ctx, input }) => importDocument(ctx, input, ctx.signal)),

  publish: mayConfirmed('components')
    .input(PublishComponent)
    .output(ComponentPublished)
    .mutation(({ ctx, input }) => publishComponent(ctx, input)),

  archive: may('components')
    .input(ArchiveComponent)
    .output(ComponentArchived)
    .mutation(({ ctx, input }) => archiveComponent(ctx, input)),

  remove: may('components')
    .input(OwnComponentRef)
    .output(ComponentRemoved)
    .mutation(({ ctx, input }) => removeComponent(ctx, input.componentId)),
})
