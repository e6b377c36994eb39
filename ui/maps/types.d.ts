// What the server sends, as the maps read it (figures/atlas_blob.py writes it). For the checker alone.

export interface MapHeader {
  kind: "starts" | "settings";
  sheets: {title: string; key: string; cells: number | null; off?: boolean}[];
  words: Record<string, string>;
  colors: {light: any; dark: any};
  [more: string]: any;
}

declare module "./atlas.js" {
  interface Atlas {
    header: MapHeader;
    arrays: Record<string, any>;
    words: Record<string, string>;
    kind: string;
    send?: (name: string, value: any) => void;
  }
}

declare global {
  interface HTMLElement {
    atlas?: import("./atlas.js").Atlas; // for whoever wants to drive it from outside, as tests do
  }
}
