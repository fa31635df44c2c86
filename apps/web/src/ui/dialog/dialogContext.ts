import { createContext, useContext, useLayoutEffect } from 'react'

export interface FormState {
  /** It was sent, and its answer would find nobody. */
  isPending: boolean
  /** Something was typed. */
  isChanged: boolean
}

interface InDialog {
  isPending: boolean
  tell(form: FormState): void
  /** Closes the dialog, unless the person had rather keep what was typed. */
  leave(): void
}

export const untouched: FormState = { isPending: false, isChanged: false }

/** Outside of a dialog there is nothing to hold open. */
export const DialogContext = createContext<InDialog>({
  isPending: false,
  tell: () => {},
  leave: () => {},
})

/** Tells the dialog around a form, if there is one, what would be lost with it. */
export function useFormInDialog({ isPending, isChanged }: FormState) {
  const { tell } = useContext(DialogContext)
  // Not useEffect: the next key may be Escape.
  useLayoutEffect(() => {
    tell({ isPending, isChanged })
    return () => tell(untouched)
  }, [tell, isPending, isChanged])
}
