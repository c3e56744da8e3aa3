-- name: budget(episode_id)^
SELECT amount, currency FROM episode_budgets WHERE episode_id = :episode_id

-- name: set_budget(episode_id, amount, currency)!
INSERT INTO episode_budgets (episode_id, amount, currency) VALUES (:episode_id, :amount, :currency)
ON CONFLICT (episode_id) DO UPDATE SET amount = excluded.amount, currency = excluded.currency

-- name: remove_budget(episode_id)!
DELETE FROM episode_budgets WHERE episode_id = :episode_id
