import { type NotificationData, notifications } from '@mantine/notifications'
import type { Flow } from '@stepkey/shared/flow'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useReducer, useState } from 'react'
import { fieldErrorsOf, sentenceOf } from '../../api/api.ts'
import { useApi } from '../../workspace/useApi.ts'
import { editorReducer, startEditing } from './editorState.ts'
import { errorsIn, type FlowDraft, isChanged, rebaseDraft, toInput } from './flowDraft.ts'
import { focusFirstProblem } from './focusFirstProblem.ts'
import { isForCustomers } from './ownerBinding.ts'
import { useFlowsChanged } from './useFlowsChanged.ts'

type Operation = 'saving' | 'activating' | 'deactivating'

interface FlowEditorOptions {
  /** The flow on the server; absent for a new flow. */
  stored: Flow | undefined
  /** The draft of a new flow. */
  newDraft: FlowDraft | undefined
  onFirstSaved(flow: Flow): void
}

/** Holds the draft of a flow, and saves, activates and deactivates it. */
export function useFlowEditor({ stored, newDraft, onFirstSaved }: FlowEditorOptions) {
  const { client, trpc } = useApi()
  const queryClient = useQueryClient()
  const flowsChanged = useFlowsChanged()
  const [state, dispatch] = useReducer(editorReducer, undefined, () => startEditing(stored, newDraft))
  const [work, setWork] = useState<Operation>()
  const changed = isChanged(state.draft, state.base)

  useEffect(() => {
    if (stored) dispatch({ type: 'refreshed', flow: stored })
  }, [stored])

  /** Runs an operation and shows its error; the draft is kept. */
  async function runOperation<Result>(
    operation: Operation,
    run: () => Promise<Result>,
  ): Promise<Result | undefined> {
    setWork(operation)
    try {
      return await run()
    } catch (error) {
      const errors = fieldErrorsOf(error)
      dispatch({ type: 'refused', errors })
      if (errors.length > 0) focusFirstProblem()
      notify({ color: 'red', title: failureTitles[operation], message: sentenceOf(error) })
    } finally {
      setWork(undefined)
    }
  }

  /** Saves the draft. @returns the stored flow, or undefined if it was not saved */
  async function store(draft: FlowDraft, base: Flow | undefined): Promise<Flow | undefined> {
    const errors = errorsIn(draft)
    dispatch({ type: 'refused', errors })
    if (errors.length > 0) {
      focusFirstProblem()
      return undefined
    }
    const result = await client.flows.save.mutate(toInput(draft, base))
    if (result.outcome === 'blocked') {
      dispatch({ type: 'blocked', steps: result.steps })
      void flowsChanged()
      notify({
        color: 'amber',
        title: 'The flow was not saved',
        message: notReadyMessage(result.steps.length),
      })
      focusFirstProblem()
      return undefined
    }
    const { outcome, ...flow } = result
    if (outcome === 'stale') {
      dispatch({ type: 'stale', latest: flow })
      return undefined
    }
    queryClient.setQueryData(trpc.flows.get.queryKey({ flowId: flow.id }), flow)
    dispatch({ type: 'saved', sent: draft, flow })
    if (!base) onFirstSaved(flow)
    void flowsChanged()
    return flow
  }

  async function saveBasedOn(base: Flow | undefined) {
    const draft = base ? rebaseDraft(state.draft, base) : state.draft
    if (await runOperation('saving', () => store(draft, base))) {
      notify({ color: 'leaf', message: 'The flow was saved.' })
    }
  }

  async function activate() {
    await runOperation('activating', async () => {
      const flow = changed ? await store(state.draft, state.base) : state.base
      if (!flow) return
      const result = await client.flows.activate.mutate({ flowId: flow.id })
      if (result.outcome === 'blocked') {
        const steps = result.steps.map(({ stepId, reason }) => ({
          index: flow.steps.findIndex(({ id }) => id === stepId),
          reason,
        }))
        dispatch({ type: 'blocked', steps })
        void flowsChanged()
        notify({
          color: 'amber',
          title: changed ? 'The flow was saved, but not activated' : 'The flow was not activated',
          message: notReadyMessage(steps.length),
        })
        focusFirstProblem()
        return
      }
      await flowsChanged()
      notify({
        color: 'leaf',
        title: changed ? 'The flow was saved and is active now' : 'The flow is active now',
        message: isForCustomers(flow)
          ? 'Each run gets the credentials of the customer that the flow engine names.'
          : 'The credentials of its steps can’t be deleted while it is active.',
      })
    })
  }

  async function deactivate() {
    await runOperation('deactivating', async () => {
      if (!state.base) return
      await client.flows.deactivate.mutate({ flowId: state.base.id })
      await flowsChanged()
      notify({
        title: 'The flow is inactive now',
        message: changed
          ? 'Your unsaved changes are kept.'
          : 'It no longer protects its credentials from deletion.',
      })
    })
  }

  return {
    ...state,
    dispatch,
    changed,
    work,
    activate,
    deactivate,
    save: () => saveBasedOn(state.base),
    overwrite: (latest: Flow) => {
      dispatch({ type: 'overwritten', latest })
      return saveBasedOn(latest)
    },
  }
}

/** The result of {@link useFlowEditor}. */
export type FlowEditing = ReturnType<typeof useFlowEditor>

/** Shows a notification in place of the previous one. */
function notify(outcome: NotificationData) {
  notifications.hide('flow')
  notifications.show({ ...outcome, id: 'flow' })
}

const failureTitles: Record<Operation, string> = {
  saving: 'The flow was not saved',
  activating: 'The flow was not activated',
  deactivating: 'The flow is still active',
}

const notReadyMessage = (count: number) =>
  count === 1
    ? '1 step isn’t ready. The step shows why and what to do.'
    : `${count} steps aren’t ready. Each step shows why and what to do.`
