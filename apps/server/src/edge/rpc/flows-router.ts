import { FlowIssued, IssueFlow } from '@stepkey/shared/credential'
import {
  BindStep,
  CreateRunToken,
  Flow,
  FlowActivated,
  FlowDeactivated,
  FlowId,
  FlowPage,
  FlowRemoved,
  FlowSaved,
  ListFlows,
  RunTokenCreated,
  SaveFlow,
  StepBound,
} from '@stepkey/shared/flow'
import { FlowPreflight, PreflightFlow } from '@stepkey/shared/flow-preflight'
import { createRunToken } from '../../domains/api-keys/run-tokens.ts'
import { offerConnectLink } from '../../domains/connect/offer-link.ts'
import { issueFlow } from '../../domains/credentials/issue-credential.ts'
import { preflightFlow } from '../../domains/credentials/preflight-flow.ts'
import { activateFlow, deactivateFlow, removeFlow } from '../../domains/flows/activate-flow.ts'
import { bindStep } from '../../domains/flows/bind-step.ts'
import { getFlow, listFlows } from '../../domains/flows/read-flows.ts'
import { saveFlow } from '../../domains/flows/save-flow.ts'
import { reduceBound, reduceFlowSaved, reducePreflight } from '../access/reduced-answers.ts'
import { may } from './procedure.ts'
import { router } from './trpc.ts'

/** Flows of the workspace. */
export const flowsRouter = router({
  list: may('read')
    .input(ListFlows)
    .output(FlowPage)
    .query(({ ctx, input }) => listFlows(ctx, input)),
  get: may('read')
    .input(FlowId)
    .output(Flow)
    .query(({ ctx, input }) => getFlow(ctx, input.flowId)),
  save: may('flows')
    .input(SaveFlow)
    .output(FlowSaved, reduceFlowSaved)
    .mutation(({ ctx, input }) => saveFlow(ctx, input, { onCreated: ctx.onCreated })),
  bindStep: may('flows')
    .input(BindStep)
    .output(StepBound, reduceBound)
    .mutation(({ ctx, input }) => bindStep(ctx, input)),
  activate: may('flows')
    .input(FlowId)
    .output(FlowActivated)
    .mutation(({ ctx, input }) => activateFlow(ctx, input.flowId)),
  deactivate: may('flows')
    .input(FlowId)
    .output(FlowDeactivated)
    .mutation(({ ctx, input }) => deactivateFlow(ctx, input.flowId)),
  /** For flow engines: only API keys have the permission. */
  issue: may('issue')
    .input(IssueFlow)
    .output(FlowIssued)
    .mutation(({ ctx, input }) => issueFlow(ctx, input, offerConnectLink)),
  preflight: may('preflight')
    .input(PreflightFlow)
    .output(FlowPreflight, reducePreflight)
    .mutation(({ ctx, input }) => preflightFlow(ctx, input, ctx.signal)),
  /** For flow engines, which hand the token to the worker of one run. */
  createRunToken: may('issue')
    .input(CreateRunToken)
    .output(RunTokenCreated)
    .mutation(({ ctx, input }) => createRunToken(ctx, input)),
  remove: may('flows')
    .input(FlowId)
    .output(FlowRemoved)
    .mutation(({ ctx, input }) => removeFlow(ctx, input.flowId)),
})
