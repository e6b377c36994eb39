import {AnswersPanel} from "./answers.js";
import {CobwebPanel} from "./cobweb.js";
import {CurvePanel} from "./curve.js";
import {ExamplesPanel} from "./examples.js";
import {MapPanel} from "./map.js";

// The kinds of panels that a payload may ask for; without a word it is a map.
export const PANELS = {map: MapPanel, curve: CurvePanel, cobweb: CobwebPanel, data: ExamplesPanel, answers: AnswersPanel};
