// What the server sends, as the maps read it (figures/basin_blob.py writes it). For the checker alone.

export interface MapHeader {
  kind: "starts" | "settings";
  sheets: {title: string; key: string; cells: number | null; off?: boolean}[];
  words: Record<string, string>;
  colors: {light: any; dark: any};
  [more: string]: any;
}

declare module "./basins.js" {
  interface BasinFigure {
    header: MapHeader;
    arrays: Record<string, any>;
    words: Record<string, string>;
    kind: string;
    colors: Record<string, any>;
    send?: (name: string, value: any) => void;
  }
}

declare global {
  interface HTMLElement {
    figure?: import("./basins.js").BasinFigure; // for whoever wants to drive it from outside, as tests do
  }
}
