import { ListOwners, OwnerPage, OwnerRemoved, RemoveOwner } from '@stepkey/shared/owner'
import { listOwners, removeOwner } from '../../domains/credentials/owners.ts'
import { reduceOwnerRemoved } from '../access/reduced-answers.ts'
import { may } from './procedure.ts'
import { router } from './trpc.ts'

/** The customers that credentials belong to. */
export const ownersRouter = router({
  list: may('read')
    .input(ListOwners)
    .output(OwnerPage)
    .query(({ ctx, input }) => listOwners(ctx, input)),

  remove: may('write')
    .input(RemoveOwner)
    .output(OwnerRemoved, reduceOwnerRemoved)
    .mutation(({ ctx, input }) => removeOwner(ctx, input)),
})
