import { createContext, useContext, useLayoutEffect } from 'react'

/** The state of the form in a dialog. */
export interface FormState {
  /** The form was submitted; the dialog must stay open for its result. */
  isPending: boolean
  /** The form has unsaved input. */
  isChanged: boolean
}

interface DialogContextValue {
  isPending: boolean
  setFormState(form: FormState): void
  /** Closes the dialog, after asking if there is unsaved input. */
  leave(): void
}

/** The state of an unchanged form. */
export const unchangedForm: FormState = { isPending: false, isChanged: false }

/** Without a dialog, forms have nothing to report to. */
export const DialogContext = createContext<DialogContextValue>({
  isPending: false,
  setFormState: () => {},
  leave: () => {},
})

/** Reports the state of a form to the dialog around it, if there is one. */
export function useFormInDialog({ isPending, isChanged }: FormState) {
  const { setFormState } = useContext(DialogContext)
  // Not useEffect, which may run after the next key press, for example Escape.
  useLayoutEffect(() => {
    setFormState({ isPending, isChanged })
    return () => setFormState(unchangedForm)
  }, [setFormState, isPending, isChanged])
}
