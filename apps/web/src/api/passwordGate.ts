import { createContext, useContext } from 'react'

interface PasswordGate {
  /** The password dialog is open, on top of other dialogs. */
  isAsking: boolean
  /**
   * Makes a call. If the server requires the password, asks the user for it and repeats the call. Resolves to undefined
   * if the user cancels.
   */
  withPassword<Result>(call: () => Promise<Result>): Promise<Result | undefined>
}

/** Without a provider the call is made once, and its error is passed on. */
export const PasswordGateContext = createContext<PasswordGate>({
  isAsking: false,
  withPassword: (call) => call(),
})

/** Returns the password gate of the page. */
export const usePasswordGate = () => useContext(PasswordGateContext)
