import {
  Flow,
  FlowActivated,
  FlowDeactivated,
  FlowId,
  FlowPage,
  FlowRemoved,
  FlowSaved,
  ListFlows,
  SaveFlow,
} from '@stepkey/shared/flow'
import { memberProcedure, router } from '../trpc.ts'
import { activate, deactivate, remove } from './activate.ts'
import { get, list } from './read.ts'
import { save } from './save.ts'

export const flowsRouter = router({
  list: memberProcedure
    .input(ListFlows)
    .output(FlowPage)
    .query(({ ctx, input }) => list(ctx, input)),
  get: memberProcedure
    .input(FlowId)
    .output(Flow)
    .query(({ ctx, input }) => get(ctx, input.flowId)),
  save: memberProcedure
    .input(SaveFlow)
    .output(FlowSaved)
    .mutation(({ ctx, input }) => save(ctx, input)),
  activate: memberProcedure
    .input(FlowId)
    .output(FlowActivated)
    .mutation(({ ctx, input }) => activate(ctx, input.flowId)),
  deactivate: memberProcedure
    .input(FlowId)
    .output(FlowDeactivated)
    .mutation(({ ctx, input }) => deactivate(ctx, input.flowId)),
  remove: memberProcedure
    .input(FlowId)
    .output(FlowRemoved)
    .mutation(({ ctx, input }) => remove(ctx, input.flowId)),
})
