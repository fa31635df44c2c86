import { createContext, useContext } from 'react'

interface PasswordGate {
  /** The dialog for the password is open, over whatever asked for it. */
  isAsking: boolean
  /**
   * Makes a call; when the server wants the password for it, asks for that and makes the call once more.
   * Resolves to undefined, with nothing done, when the person doesn't give it.
   */
  withPassword<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined>
}

/** Where nobody can be asked, the server's answer stands as it is. */
export const PasswordGateContext = createContext<PasswordGate>({
  isAsking: false,
  withPassword: (call) => call(),
})

export const usePasswordGate = () => useContext(PasswordGateContext)
