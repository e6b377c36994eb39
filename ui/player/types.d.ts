// What the server sends, as the player reads it (figures/walks.py, rates.py, anatomy.py, line.py and
// ground.py write it), and the fields that parts of the player get from it. For the checker alone.

import type {Player} from "./player.js";

export type Numbers = Float64Array | Float32Array | Uint16Array | Int32Array;
export type Arrays = Record<string, any>; // typed arrays, by name; which type is the blob's business
export type Words = Record<string, string>;
export type Pair = [number, number];
export type Window = [number, number, number, number]; // x0, x1, y0, y1

export interface View {
  x: number[];
  y: number[];
}

export interface Scale {
  floor: number;
  softness: number;
  top: number;
}

export interface Ground {
  header: {
    id: string;
    of?: string; // of the whole, where it is a part seen closer
    window: Window;
    nx: number;
    ny: number;
    bands: number;
    scale?: Scale; // of a whole
    [more: string]: any; // a curve has others
  };
  arrays: Arrays;
  make?: (part: number[]) => void;
  closer?: Ground[];
  layers?: Set<{draw(): any}>;
  resting?: ReturnType<typeof setTimeout>;
  asked?: string;
}

export type WholeGround = Ground & {header: {scale: Scale}};

export interface Colors {
  hues: Record<string, string>;
  page: string;
  card: string;
  hover: string;
  text: string;
  muted: string;
  line: string;
  grid: string;
  contour: string;
  track: string;
  star: string;
  deep: string;
  high: string;
  [more: string]: any;
}

export interface Exit {
  x: number;
  y: number;
  step: number;
}

export interface PanelSpec {
  walks: number[];
  title: string | null;
  kind?: "map" | "curve" | "cobweb" | "data" | "answers";
}

export interface RatesFacts {
  values: number[];
  at: number;
  kept: number[];
  regimes: string[];
  factors: Pair[] | null;
  aligned: [string, string] | null;
  paced: boolean;
  code: {inner: number; outer: number; decades: number; middle: number};
}

// A line of a rule, an arrow, a bar, a chart: of what, and how it looks (figures/anatomy.py).
export interface Drawn {
  name: string;
  of: string;
  role: string;
  label: string;
  shown: boolean;
  moves?: boolean;
  scaled?: boolean;
  degree?: number;
}

export interface RuleLine {
  name: string;
  left: string;
  formula: string;
  numeric: string;
  value: string;
  role: string;
  shared: boolean;
}

export interface ChartFacts {
  log: boolean;
  series: {of: string; role: string; label: string}[];
}

// A hyper-parameter of the rule, and how a hand turns it (ui/player/fields.py).
export interface FieldFacts {
  rule: string;
  name: string;
  title: string;
  symbol: string; // MathML
  value: number;
  least: number;
  most: number | null;
  open: boolean;
  whole: boolean;
  scale: "factors" | "memory" | "evenly";
  slider: Pair;
  refusal: string; // with a place for what was given
}

export interface AnatomyFacts {
  fields: FieldFacts[];
  widths: Record<string, number>;
  step: number;
  rows: number;
  lines: RuleLine[];
  arrows: Drawn[];
  bars: (Drawn & {degree: number})[];
  charts: ChartFacts[];
  hues: Record<string, string>;
  ahead: boolean;
  model: boolean;
  ball: boolean;
}

// What walks are walked with in the browser (ui/player/live.py): names of records, and numbers.
export interface LiveFacts {
  ground?: string; // none where all of them wait for the server
  walks: ([string, number[]] | null)[];
  factors?: string;
  rows?: string; // of what examples are, where every step sees some of them
  fields?: string[]; // names of the values of the one rule, where they can be turned
  names?: string[]; // of the rules, in one dimension
  rates?: (number | null)[]; // learning rates, where they can be turned in the readout
}

export interface Header {
  kind?: "rates" | "anatomy" | "data" | "network";
  /** The names of the coordinates, where they are not x and y. */
  coordinates?: [string, string];
  ground: string;
  window: Window;
  /** The part of it that is shown at first. */
  look?: Window | null;
  /** What has become of walks that have left. */
  fates?: {key: string; step: number; text: string}[];
  /** How those stand that have stayed; `text` has a place for their names. */
  stays?: {keys: string[]; text: string}[];
  minima: Pair[];
  minimum: number | null;
  /** From where heights count where there is no f*. */
  level?: number | null;
  solid?: boolean;
  /** How its walks can follow a hand. */
  live?: LiveFacts;
  /** What a lesson asks for, or what was predicted in it; `alone`: nothing of a run is in it. */
  lesson?: {asks: boolean; alone?: boolean; begins?: Pair[]; pin?: Pair; sketch?: any};
  start: Pair;
  steps: number;
  autoplay: boolean;
  /** It opens before the first step, and waits. */
  opensAtStart?: boolean;
  abscissa?: string;
  /** What heights are called, where that is not f. */
  heightName?: string;
  walks: any[];
  panels: PanelSpec[];
  colors: {light: Colors; dark: Colors};
  words: Words;
  // in one dimension
  line?: boolean;
  starts?: number[];
  ascending?: boolean;
  stretches?: Pair[];
  slopeName?: string;
  // of the learning-rate page
  rates?: RatesFacts;
  // of the anatomy
  anatomy?: AnatomyFacts;
  // of the page on data
  data?: DataFacts;
  // of the page on networks
  network?: NetworkFacts;
}

// What the loss of any batch is made of (figures/batch_lines.py).
export interface BatchLinesFacts {
  record: any[][]; // the engine's, of how one example counts
  root: boolean;
  ridge: number;
  lasso: number;
}

// The examples, and what the rows know of their updates (figures/data.py).
export interface DataFacts {
  task: "number" | "class";
  form: string; // which curve or boundary (model.js)
  refused?: number; // how often a change of examples was refused
  loss: string;
  axes: string[];
  middle: number[];
  unit: number[];
  equal: boolean;
  window: number[];
  n: number;
  batch: number;
  rows: number[];
  perEpoch: number;
  over: "updates" | "epochs" | "examples";
  draws: {order: string; key: number[]}; // of the words that they are made of
  lines: BatchLinesFacts | null; // where the contours of the batch are shown
  slopesOf: string; // the key of the walk whose gradients are shown, or ""
  cloud: number[]; // the examples whose gradients are sent
  fan: {seeds: number; steps: number[]; rowsOfWalks: number} | null; // the same walks under several seeds
  cloudReach: number; // the largest of their parts
}

// A network and its examples (figures/network.py).
export interface NetworkFacts {
  widths: number[]; // inputs, hidden layers, outputs
  activation: "identity" | "sigmoid" | "tanh" | "relu";
  added: boolean[]; // per hidden layer: whether it adds to what it is handed
  classifies: boolean; // whether the answer is a probability
  loss: "cross_entropy" | "squares_of_p" | "squares";
  middle: number[];
  unit: number[];
  axes: string[];
  n: number;
  held: number;
}

// What a picture is taken of: a player, or maps.
export interface Shared {
  root: HTMLElement;
  words: Words;
  send?: any;
  linked?: {write(): void};
  redraw(): Promise<any>;
  on(target: any, name: string, act: any, capture?: boolean): void;
}

export interface RatesHeader extends Header {
  rates: RatesFacts;
}

// What moves: lines of which null is a gap.
export interface Path {
  x: (number | null)[];
  y: (number | null)[];
}

export interface Panel {
  root: HTMLElement;
  caption: HTMLElement;
  spec: PanelSpec;
  side?: number;
  cross?: any;
  measure(): void;
  size(): {width: number; height: number};
  scale(): {x: number; y: number};
  ranges?(view: View): View;
  drawGround(): Promise<any>;
  drawWalks(): Promise<any>;
  frame(position: number, comet?: boolean): Promise<any>;
  show(view: View, isSource: boolean): Promise<any>;
  heightToKeep?(x: number): number | null;
  bringForward?(key: string | null): void;
  trails?: {bringForward(key: string | null): void};
  grips?: import("./grips.js").Grips;
  startGrip?: import("./startgrip.js").StartGrip;
  told?(): string;
  remove(): void;
}

// What stands beside the maps: a loss chart or a rate chart, and the legend with its numbers.
export interface Chart {
  root: HTMLElement;
  plot?: HTMLElement;
  draw(): Promise<any>;
  frame(position: number): any;
  told?(): {name: string; text: string};
  remove(): void;
}

export interface Legend {
  changed(): void;
  root: HTMLElement;
  actions?: HTMLElement;
  draw(): void;
  rename?(): void;
  frame(position: number): void;
  sentence(position: number): string;
}

// Fields that are taken from a header as they are.
declare module "./walk.js" {
  interface Walk {
    key: string;
    label: string;
    hue: string;
    dash: string;
    rate: string;
    eta?: number;
    listed: boolean;
    outcome: string;
    last: number;
    left: Exit | null;
    waits?: boolean; // for the engine, while others follow a hand
    stopped: number;
    bend: any;
    inside: number;
    x: Float32Array;
    y: Float32Array;
    gap: Float64Array;
    slope: Float64Array;
    spent?: Int32Array;
    batch?: Float32Array; // of the page on data
  }
}

declare module "./sight.js" {
  interface Sight {
    root: HTMLElement;
    stage: HTMLElement;
    header: Header;
    panels: Panel[];
    walks: any[]; // Walk, or BentWalk on the learning-rate page
    clock: import("./clock.js").Clock;
    controls: import("./controls.js").Controls;
    live: import("./live.js").Live;
    teller: import("./telling.js").Teller;
    curvature: import("./curvature.js").CurvatureView;
    space: import("./space.js").Space;
    loss: Chart;
    readout: Legend;
    maps: HTMLElement;
    state: HTMLElement;
    notice: HTMLElement;
    view: View;
    box: string;
    redraw(): Promise<any>;
    paint(): Promise<any>;
    steps: number;
  }
}

declare module "./line.js" {
  interface LinePanel {
    titles(): [string, string];
    stillTraces(ground: Ground): Record<string, any>[];
    movingTraces(position: number): Record<string, any>[];
  }
}

declare module "./telling.js" {
  interface Teller {
    playing: boolean;
    panels: Panel[];
    inSpace: boolean;
  }
}

declare module "./anatomy.js" {
  interface AnatomyPlayer {
    header: Header & {anatomy: AnatomyFacts};
  }
}

declare module "./player.js" {
  interface Player {
    words: Words;
    steps: number;
    start: Pair;
    starts: number[]; // in one dimension, where a walk's is that at its place, and over again
    minima: Pair[];
    logarithmic: boolean;
    groundId: string;
    iterated: Float32Array;
    drawn?(update: number): ArrayLike<number>; // whom it sees, of the page on data
    behind?(): Record<string, any>[]; // what lies behind the walks on a map, of the page on data
    series?: import("./series.js").SeriesChart[]; // of the anatomy
    charts?: HTMLElement; // of the anatomy
    values?: number[]; // these two of the learning-rate page
    wanted?: number;
    colors: Colors; // these four are theme.js' (dress)
    dark: boolean;
    font: string;
    paper: string;
  }
}

declare global {
  interface HTMLElement {
    player?: Player; // for whoever wants to drive it from outside, as tests do
    told?: HTMLElement; // its description (telling.js)
    looks?: string | null; // what is drawn on it (drawing.js)
    _fullLayout?: any; // Plotly's
    on?: (event: string, act: (change: any) => void) => void; // Plotly's
  }
}
