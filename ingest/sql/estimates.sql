-- estimates: one row is a case: how fast it will be in truth, as far as measurements of other platforms tell, and the interval that about
-- four of five measurements of platforms left out of the fit fell into.
--   one token each: fixed time per step and layer, more of it for experts, a recurrent state or a window + weights and cache at their
--   share of the bandwidth + unpacking and attention on the vector units;
--   with a large batch the multiplications, where they take longer than the weights; serving: its prompts' attention too
--   a prompt: fixed time per step and layer + multiplications at their share of the peak rate + weights once
-- No estimate passes its ceiling. Several devices: what they exchange at the rated link, and a latency for each exchange.
WITH timed AS (
  SELECT
    l.case_id,
    l.platform_id,
    l.phase,
    l.made,
    l.devices = 1 AND (l.phase = 'prefill' OR l.phase = 'decode' AND l.made = 1) AS is_single,
    e.calibration,
    e.platforms,
    e.low,
    e.high,
    e.step_ms + l.layers * e.layer_ms
    + l.expert_layers * COALESCE(e.expert_layer_ms, 0)
    + l.state_layers * COALESCE(e.state_layer_ms, 0)
    + l.window_layers * COALESCE(e.window_layer_ms, 0) AS overhead_ms,
    l.interconnect_ms + l.exchange_count * latency.value AS exchange_ms,
    l.turns * l.weights_ms / NULLIF(e.memory_efficiency, 0) AS weights_ms,
    l.turns * l.cache_ms / NULLIF(e.cache_efficiency, 0) AS cache_ms,
    l.turns * l.vector_ms * e.unpacking AS unpacking_ms,
    l.turns * l.attention_vector_ms * e.attending AS attending_ms,
    l.turns * l.compute_ms / NULLIF(p.compute_efficiency, 0) AS compute_ms,
    l.turns * l.attention_ms / NULLIF(p.attention_efficiency, 0) AS attention_ms
  FROM loads AS l
  CROSS JOIN parameters AS latency
  JOIN efficiencies AS e ON e.kind = l.kind AND e.phase = CASE WHEN l.phase = 'prefill' THEN 'prefill' ELSE 'decode' END
  JOIN efficiencies AS p ON p.kind = l.kind AND p.phase = 'prefill'
  WHERE latency.id = 'link_latency_ms'
),
summed AS (
  SELECT
    timed.*,
    CASE
      WHEN phase = 'prefill' THEN overhead_ms + exchange_ms + compute_ms + attention_ms + weights_ms
      ELSE
        overhead_ms + exchange_ms + cache_ms
        -- Unpacking is done once for the whole batch, so a single sequence pays for it in full.
        + CASE WHEN compute_ms > weights_ms + unpacking_ms / NULLIF(made, 0) THEN compute_ms ELSE weights_ms + unpacking_ms / NULLIF(made, 0) END
        -- The prompts of a served batch attend on the units that read prompts.
        + CASE WHEN phase = 'serving' THEN attention_ms ELSE attending_ms END
    END AS step_ms
  FROM timed
)
SELECT
  s.case_id,
  s.platform_id,
  s.calibration,
  s.platforms AS calibration_platforms,
  s.overhead_ms,
  CASE WHEN l.ceiling_tok_s < s.made * 1000.0 / s.step_ms THEN s.made * 1000.0 / l.ceiling_tok_s ELSE s.step_ms END AS estimate_ms,
  CASE WHEN l.ceiling_tok_s < s.made * 1000.0 / s.step_ms THEN l.ceiling_tok_s ELSE s.made * 1000.0 / s.step_ms END AS estimate_tok_s,
  -- The interval was drawn from single sequences and prompts on one device: elsewhere nobody knows how far the estimate misses.
  CASE WHEN s.is_single THEN s.made * 1000.0 / NULLIF(s.step_ms, 0) * s.low END AS estimate_low,
  CASE
    WHEN NOT s.is_single THEN NULL
    WHEN l.ceiling_tok_s < s.made * 1000.0 / s.step_ms * s.high THEN l.ceiling_tok_s
    ELSE s.made * 1000.0 / NULLIF(s.step_ms, 0) * s.high
  END AS estimate_high
FROM summed AS s
JOIN limits AS l ON l.case_id = s.case_id
-- Serving of as many sequences as there may be has no step to time: its weights cost nothing.
WHERE s.step_ms > 0 AND s.weights_ms > 0
