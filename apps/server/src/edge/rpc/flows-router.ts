import {
  BindStep,
  Flow,
  FlowActivated,
  FlowDeactivated,
  FlowId,
  FlowPage,
  FlowRemoved,
  FlowSaved,
  ListFlows,
  SaveFlow,
  StepBound,
} from '@stepkey/shared/flow'
import { activate, deactivate, remove } from '../../domains/flows/activate-flow.ts'
import { bindStep } from '../../domains/flows/bind-step.ts'
import { get, list } from '../../domains/flows/read-flows.ts'
import { save } from '../../domains/flows/save-flow.ts'
import { may, router } from './trpc.ts'

export const flowsRouter = router({
  list: may('read')
    .input(ListFlows)
    .output(FlowPage)
    .query(({ ctx, input }) => list(ctx, input)),
  get: may('read')
    .input(FlowId)
    .output(Flow)
    .query(({ ctx, input }) => get(ctx, input.flowId)),
  save: may('flows')
    .input(SaveFlow)
    .output(FlowSaved)
    .mutation(({ ctx, input }) => save(ctx, input)),
  bindStep: may('flows')
    .input(BindStep)
    .output(StepBound)
    .mutation(({ ctx, input }) => bindStep(ctx, input)),
  activate: may('flows')
    .input(FlowId)
    .output(FlowActivated)
    .mutation(({ ctx, input }) => activate(ctx, input.flowId)),
  deactivate: may('flows')
    .input(FlowId)
    .output(FlowDeactivated)
    .mutation(({ ctx, input }) => deactivate(ctx, input.flowId)),
  remove: may('flows')
    .input(FlowId)
    .output(FlowRemoved)
    .mutation(({ ctx, input }) => remove(ctx, input.flowId)),
})
