import { ComponentDetail, ComponentRef, ComponentSummary, ListComponents } from '@stepkey/shared/catalog-api'
import { z } from 'zod'
import { getComponent, listComponents } from '../../domains/catalog/read-components.ts'
import { countCredentialsByComponent } from '../../domains/credentials/credential-counts.ts'
import { may } from './procedure.ts'
import { router } from './trpc.ts'

/** The catalog, with the number of the workspace's credentials. */
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
})
