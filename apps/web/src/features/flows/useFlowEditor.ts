import { type NotificationData, notifications } from '@mantine/notifications'
import type { Flow } from '@stepkey/shared/flow'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useReducer, useState } from 'react'
import { fieldErrorsOf, sentenceOf } from '../../api/api.ts'
import { useApi } from '../../workspace/useApi.ts'
import { editorReducer, startEditing } from './editorState.ts'
import { errorsIn, type FlowDraft, isChanged, laidOver, toInput } from './flowDraft.ts'
import { focusFirstProblem } from './focusFirstProblem.ts'
import { useFlowsChanged } from './useFlowsChanged.ts'

type Work = 'saving' | 'activating' | 'deactivating'

/** What is being edited of a flow, and everything that can be done with it. `stored` is what the server has now. */
export function useFlowEditor(stored: Flow | undefined, onFirstSaved: (flow: Flow) => void) {
  const { client, trpc } = useApi()
  const queryClient = useQueryClient()
  const flowsChanged = useFlowsChanged()
  const [state, dispatch] = useReducer(editorReducer, stored, startEditing)
  const [work, setWork] = useState<Work>()
  const changed = isChanged(state.draft, state.base)

  useEffect(() => {
    if (stored) dispatch({ type: 'refreshed', flow: stored })
  }, [stored])

  /** Does one thing at a time; a failure is told and nothing is lost. */
  async function during<Result>(kind: Work, act: () => Promise<Result>): Promise<Result | undefined> {
    setWork(kind)
    try {
      return await act()
    } catch (error) {
      const errors = fieldErrorsOf(error)
      dispatch({ type: 'refused', errors })
      if (errors.length > 0) focusFirstProblem()
      tell({ color: 'red', title: failures[kind], message: sentenceOf(error) })
    } finally {
      setWork(undefined)
    }
  }

  /** Stores the draft. The answer is the stored flow, or undefined if it wasn't stored. */
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
      tell({ color: 'amber', title: 'The flow was not saved', message: notReady(result.steps.length) })
      focusFirstProblem()
      return undefined
    }
    const { outcome, ...flow } = result
    if (outcome === 'stale') {
      dispatch({ type: 'stale', theirs: flow })
      return undefined
    }
    queryClient.setQueryData(trpc.flows.get.queryKey({ flowId: flow.id }), flow)
    dispatch({ type: 'saved', sent: draft, flow })
    if (!base) onFirstSaved(flow)
    void flowsChanged()
    return flow
  }

  async function saveOver(base: Flow | undefined) {
    const draft = base ? laidOver(state.draft, base) : state.draft
    if (await during('saving', () => store(draft, base))) {
      tell({ color: 'leaf', message: 'The flow was saved.' })
    }
  }

  async function activate() {
    await during('activating', async () => {
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
        tell({
          color: 'amber',
          title: changed ? 'The flow was saved, but not activated' : 'The flow was not activated',
          message: notReady(steps.length),
        })
        focusFirstProblem()
        return
      }
      await flowsChanged()
      tell({
        color: 'leaf',
        title: changed ? 'The flow was saved and is active now' : 'The flow is active now',
        message: 'The credentials of its steps can’t be deleted while it is.',
      })
    })
  }

  async function deactivate() {
    await during('deactivating', async () => {
      if (!state.base) return
      await client.flows.deactivate.mutate({ flowId: state.base.id })
      await flowsChanged()
      tell({
        title: 'The flow is inactive now',
        message: changed ? 'Your unsaved changes are still here.' : 'Nothing holds its credentials any more.',
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
    save: () => saveOver(state.base),
    overwrite: (theirs: Flow) => {
      dispatch({ type: 'laidOver', theirs })
      return saveOver(theirs)
    },
  }
}

export type FlowEditing = ReturnType<typeof useFlowEditor>

/** Tells an outcome in place of the one before: a row of old news says nothing. */
function tell(outcome: NotificationData) {
  notifications.hide('flow')
  notifications.show({ ...outcome, id: 'flow' })
}

const failures: Record<Work, string> = {
  saving: 'The flow was not saved',
  activating: 'The flow was not activated',
  deactivating: 'The flow is still active',
}

const notReady = (count: number) =>
  count === 1
    ? 'One step isn’t ready. It says why, and what you can do.'
    : `${count} steps aren’t ready. Each says why, and what you can do.`
