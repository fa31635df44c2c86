import type { MantineColorsTuple } from '@mantine/core'

/** The accent colour of links, buttons and the logo. */
export const plum: MantineColorsTuple = [
  '#fcf3f9',
  '#f5e3ef',
  '#ebc6df',
  '#e0a8cf',
  '#d38fbe',
  '#bb5b9f',
  '#a04286',
  '#853470',
  '#6d2a5c',
  '#4f1e43',
]

/** The green of badges and of verified credentials. */
export const leaf: MantineColorsTuple = [
  '#effaf3',
  '#dbf1e4',
  '#b5e2c8',
  '#8bd2aa',
  '#62bf8c',
  '#3fa971',
  '#2b8f5b',
  '#1f7a4d',
  '#17613c',
  '#0f482c',
]

/** The colour of errors and destructive actions; dark enough for white text. */
export const red: MantineColorsTuple = [
  '#fdf1f0',
  '#fbe0de',
  '#f6bfbb',
  '#f19a94',
  '#ea7870',
  '#dd5247',
  '#c9372c',
  '#b3261e',
  '#931d17',
  '#70140f',
]

/** The colour of warnings and of inconclusive outcomes. */
export const amber: MantineColorsTuple = [
  '#fdf7ec',
  '#faecd2',
  '#f4d9a6',
  '#f3b562',
  '#e8b04d',
  '#d9962a',
  '#b87716',
  '#8f5300',
  '#6f4100',
  '#4a2b00',
]

/** The greys of dark mode. */
export const ink: MantineColorsTuple = [
  '#dedbe4',
  '#c4c0cd',
  '#a7a2b3',
  '#77727f',
  '#45414f',
  '#37333f',
  '#25222c',
  '#1a181f',
  '#141218',
  '#0e0d11',
]
