#!/usr/bin/env bash
# One day at the counter, from the first sale to the last payment, told with curl and jq against a running ./dev up:
#
#   docs/one-day-at-the-counter.sh
#
# It stops at the first thing that is wrong, and exits 0 when every status and every sum was right. It takes a minute
# and a half, because a draw has to come, and leaves its lotería and its tickets in the database.
#
#   LOTTERY_USERS   the users and their passwords; .dev/demo-users.json of this checkout
#   LOTTERY_URL     the API; http://localhost:5080
#   LOTTERY_SECONDS_TO_DRAW   how far ahead the draw is; 90, more on a machine that is busy
#
# The sums, in colones. The number drawn is 27; a NUMERO pays 85.5 per colón, the reventado of the day 200.25. Every
# prize ends in half a cent and is rounded away from zero.
#
#   ticket     bets                                stake     prize
#   first-1    27 for 250.25, reventado 100.10    350.35    21 396.375 + 20 045.025 = 41 441.41 (21 396.38 + 20 045.03)
#   first-2    72 for 1000, reventado 1000       2000.00
#   first-3    27 for 500                         500.00    cancelled, so none
#   second-1   27 for 300.15                      300.15    25 662.825 = 25 662.83
#   second-2   05 for 750.75                      750.75
#   second-3   28 for 123.45                      123.45
#   sold, without the cancelled one              3524.70    67 104.24
#
# shellcheck disable=SC2016 # The dollars in single quotes are jq's.
set -Eeuo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
users=${LOTTERY_USERS:-$here/../.dev/demo-users.json}
api=${LOTTERY_URL:-http://localhost:5080}/api/v1

# Sales stop a minute before the draw, so this leaves half a minute to sell in.
seconds_to_draw=${LOTTERY_SECONDS_TO_DRAW:-90}

# Every request id of this run begins with it.
run=day-$EPOCHSECONDS-$$
began=$(date -u +%FT%TZ)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap '[[ -e $work/wrong ]] || echo "WRONG  line $LINENO of the script failed." >&2' ERR

declare -A tokens=() ids=()
tickets=(first-1 first-2 first-3 second-1 second-2 second-3)

# Sums are made in whole cents: jq counts in binary fractions.
jq_library='def cents: . * 100 | round;'

main() {
  check_tools
  log_in admin ADMIN 0
  log_in first VENDEDOR 0
  log_in second VENDEDOR -1
  step "Three people are logged in: an administrator and two vendedores."

  create_loteria
  create_multipliers
  create_sorteo
  sell_at_both_counters
  cancel_one
  be_refused_after_the_cutoff
  evaluate_when_drawn
  look_at_the_winners
  pay_in_two_parts
  reverse_the_second_part
  count_the_day
  read_the_activity_log
  step "The day is right to the cent."
}

check_tools() {
  local tool
  for tool in curl jq; do
    command -v "$tool" >/dev/null || wrong "$tool is not installed."
  done
  [[ -r $users ]] || wrong "$users cannot be read; ./dev up writes it, LOTTERY_USERS names another."
}

# log_in WHO ROLE WHICH: as one of the users of that role; -1 is the last one.
log_in() {
  local who=$1
  post "login-$who" nobody /auth/login \
    "$(jq -ce --arg role "$2" --argjson which "$3" 'map(select(.role == $role))[$which] | {username, password}' "$users")"
  expect "login-$who" 200 "a pair of tokens" '(.data.accessToken | length) > 0 and (.data.refreshToken | length) > 0'
  tokens[$who]=$(value "login-$who" .data.accessToken)
  get "me-$who" "$who" /auth/me
  expect "me-$who" 200 "the role $2" '.data.role == $role' --arg role "$2"
  ids[$who]=$(value "me-$who" .data.id)
  done_by "$who" "login-$who" LOGIN "${ids[$who]}"
}

create_loteria() {
  local banca
  banca=$(jq -er 'map(select(.role == "VENDEDOR"))[0].banca' "$users")
  ids[banca]=$(value me-admin '.data.bancas[] | select(.name == $name).id' --arg name "$banca")
  post loteria admin /loterias "$(jq -cn --arg banca "${ids[banca]}" --arg name "Lotería $run" '{
    name: $name, bancaId: $banca,
    rulesJson: {digits: 2, autoCreateSorteos: false, reventadoConfig: {enabled: true}, minBetAmount: 100}}')"
  expect loteria 201 "an active lotería of the banca" '.data.isActive and .data.bancaId == $banca' \
    --arg banca "${ids[banca]}"
  ids[loteria]=$(value loteria .data.id)
  done_by admin loteria LOTERIA_CREATE "${ids[loteria]}"
  step "The administrator created $(value loteria .data.name)."
}

create_multipliers() {
  create_multiplier numero NUMERO 85.5
  create_multiplier reventado REVENTADO 200.25
  step "It pays 85.5 per colón on a NUMERO and 200.25 on a REVENTADO."
}

# create_multiplier NAME KIND FACTOR
create_multiplier() {
  post "$1" admin /multipliers "$(jq -cn --arg loteria "${ids[loteria]}" --arg name "$1" --arg kind "$2" --argjson x "$3" \
    '{loteriaId: $loteria, name: $name, kind: $kind, valueX: $x}')"
  expect "$1" 201 "a multiplier of $3" '.data.valueX == $x and .data.kind == $kind' --argjson x "$3" --arg kind "$2"
  ids[$1]=$(value "$1" .data.id)
  done_by admin "$1" SYSTEM_ACTION "${ids[$1]}"
}

create_sorteo() {
  drawn_at=$((EPOCHSECONDS + seconds_to_draw))
  post sorteo admin /sorteos "$(jq -cn --arg loteria "${ids[loteria]}" --arg at "$(date -u -d "@$drawn_at" +%FT%TZ)" \
    '{loteriaId: $loteria, name: "Sorteo del día", scheduledAt: $at}')"
  expect sorteo 201 "a SCHEDULED sorteo of two digits" '.data.status == "SCHEDULED" and .data.digits == 2'
  ids[sorteo]=$(value sorteo .data.id)
  done_by admin sorteo SORTEO_CREATE "${ids[sorteo]}"

  patch open admin "/sorteos/${ids[sorteo]}/open"
  expect open 200 "an OPEN sorteo" '.data.status == "OPEN"'
  done_by admin open SORTEO_OPEN "${ids[sorteo]}"
  step "The sorteo of $(value sorteo '.data.scheduledAt[11:19]') is open."
}

# All six at the same moment.
sell_at_both_counters() {
  local pid
  local -a pids=()
  sell first-1 "$(numero 27 250.25)" "$(reventado 27 100.10)" & pids+=($!)
  sell second-1 "$(numero_at_the_list_price 27 300.15)" & pids+=($!)
  sell first-2 "$(numero 72 1000)" "$(reventado 72 1000)" & pids+=($!)
  sell second-2 "$(numero 05 750.75)" & pids+=($!)
  sell first-3 "$(numero 27 500)" & pids+=($!)
  sell second-3 "$(numero 28 123.45)" & pids+=($!)
  for pid in "${pids[@]}"; do
    wait "$pid" || exit 1
  done

  expect_sold first-1 350.35 2
  expect_sold first-2 2000 2
  expect_sold first-3 500 1
  expect_sold second-1 300.15 1
  expect_sold second-2 750.75 1
  expect_sold second-3 123.45 1
  expect second-1 200 "the lotería's own price where none was picked" \
    '.data.jugadas[0] | .finalMultiplierX == 85.5 and .multiplierSource == "OLDEST_MULTIPLIER"'
  local numbers
  numbers=$(for ticket in "${tickets[@]}"; do value "$ticket" .data.ticketNumber; done | sort -u | wc -l)
  ((numbers == ${#tickets[@]})) || wrong "${#tickets[@]} tickets have only $numbers different numbers."
  step "Two vendedores sold six tickets at once, the first one $(value first-1 .data.ticketNumber)."
}

# sell TICKET JUGADA...: the seller is the word before the dash.
sell() {
  local ticket=$1 IFS=,
  shift
  post "$ticket" "${ticket%-*}" /tickets \
    "{\"loteriaId\":\"${ids[loteria]}\",\"sorteoId\":\"${ids[sorteo]}\",\"jugadas\":[$*]}"
}

numero() {
  printf '{"type":"NUMERO","number":"%s","amount":%s,"multiplierId":"%s"}' "$1" "$2" "${ids[numero]}"
}

numero_at_the_list_price() {
  printf '{"type":"NUMERO","number":"%s","amount":%s}' "$1" "$2"
}

reventado() {
  printf '{"type":"REVENTADO","number":"%s","reventadoNumber":"%s","amount":%s}' "$1" "$1" "$2"
}

# expect_sold TICKET TOTAL LINES
expect_sold() {
  local ticket=$1 who=${1%-*}
  expect "$ticket" 200 "an ACTIVE ticket of $2 on the seller's account" '.data
    | .status == "ACTIVE" and .totalAmount == $total and (.jugadas | length) == $lines and .vendedorId == $who
      and ([.jugadas[].amount | cents] | add) == (.totalAmount | cents) and .totalPayout == 0' \
    --argjson total "$2" --argjson lines "$3" --arg who "${ids[$who]}"
  ids[$ticket]=$(value "$ticket" .data.id)
  done_by "$who" "$ticket" TICKET_CREATE "${ids[$ticket]}"
}

cancel_one() {
  patch cancel first "/tickets/${ids[first-3]}/cancel" '{"reason":"El cliente se arrepintió"}'
  expect cancel 200 "a CANCELLED ticket" '.data | .status == "CANCELLED" and (.isActive | not) and .totalAmount == 500'
  done_by first cancel TICKET_CANCEL "${ids[first-3]}"

  get sold admin "/sorteos/${ids[sorteo]}"
  expect sold 200 "five tickets" '.data.ticketCount == 5 and .data.hasSales'
  step "One ticket of 500.00 was cancelled; five of 3524.70 together stand."
}

be_refused_after_the_cutoff() {
  until ((EPOCHSECONDS > drawn_at - 59)); do sleep 0.2; done
  sell second-late "$(numero 27 100)"
  expect second-late 409 "SALES_CUTOFF_REACHED" '.code == "SALES_CUTOFF_REACHED" and (.success | not)'
  step "A minute before the draw a seventh ticket was refused."
}

evaluate_when_drawn() {
  local result="{\"winningNumber\":\"27\",\"extraMultiplierId\":\"${ids[reventado]}\"}"
  until patch evaluate admin "/sorteos/${ids[sorteo]}/evaluate" "$result" && [[ $(status evaluate) != 409 ]]; do
    expect evaluate 409 "SORTEO_NOT_DRAWN_YET" '.code == "SORTEO_NOT_DRAWN_YET"'
    ((EPOCHSECONDS < drawn_at + 15)) || wrong "The draw's time has come and the sorteo still cannot be evaluated."
    sleep 1
  done
  ((EPOCHSECONDS >= drawn_at)) || wrong "The sorteo was evaluated before its time."
  expect evaluate 200 "an EVALUATED sorteo with its result" '.data
    | .status == "EVALUATED" and .winningNumber == "27" and .hasWinner and .extraMultiplierX == 200.25'
  done_by admin evaluate SORTEO_EVALUATE "${ids[sorteo]}"

  patch evaluate-again admin "/sorteos/${ids[sorteo]}/evaluate" "$result"
  expect evaluate-again 409 "SORTEO_ALREADY_EVALUATED" '.code == "SORTEO_ALREADY_EVALUATED"'
  step "The draw brought 27 and the reventado; a second evaluation was refused."
}

look_at_the_winners() {
  get winners admin "/tickets?winnersOnly=true&sorteoId=${ids[sorteo]}"
  expect winners 200 "the two winning tickets" \
    '.data.meta.total == 2 and ([.data.data[].id] | sort) == ([$first, $second] | sort)' \
    --arg first "${ids[first-1]}" --arg second "${ids[second-1]}"
  expect winners 200 "a prize of 41441.41: 21396.38 and 20045.03" '.data.data[] | select(.id == $id)
    | .isWinner and .status == "EVALUATED" and .totalPayout == 41441.41 and .remainingAmount == 41441.41
      and [.jugadas[] | .payout] == [21396.38, 20045.03] and [.jugadas[].finalMultiplierX] == [85.5, 200.25]' \
    --arg id "${ids[first-1]}"
  expect winners 200 "a prize of 25662.83" '.data.data[] | select(.id == $id)
    | .isWinner and .totalPayout == 25662.83 and [.jugadas[].payout] == [25662.83]' --arg id "${ids[second-1]}"
  expect winners 200 "prizes of 67104.24 together" '([.data.data[].totalPayout | cents] | add) == 6710424'
  step "Two tickets won, 41441.41 and 25662.83."
}

pay_in_two_parts() {
  local path=/tickets/${ids[first-1]}/pay
  post pay-1 first "$path" "{\"amountPaid\":20000,\"method\":\"cash\",\"idempotencyKey\":\"$run-pay-1\"}"
  expect pay-1 200 "20000.00 paid and 21441.41 to come" '.data
    | .status == "EVALUATED" and .totalPaid == 20000 and .remainingAmount == 21441.41
      and (.paymentHistory | length) == 1 and (.paymentHistory[0] | .amountPaid == 20000 and .isPartial)'
  done_by first pay-1 TICKET_PAY "${ids[first-1]}"

  post pay-1-again first "$path" "{\"method\":\"cash\",\"idempotencyKey\":\"$run-pay-1\",\"amountPaid\":20000}"
  expect pay-1-again 200 "a replay" .success
  cmp --silent "$work/pay-1" "$work/pay-1-again" ||
    wrong "pay-1-again: expected the first answer to the letter, got:" "$(diff "$work/pay-1" "$work/pay-1-again")"

  post pay-other first "$path" "{\"amountPaid\":20001,\"method\":\"cash\",\"idempotencyKey\":\"$run-pay-1\"}"
  expect pay-other 409 "IDEMPOTENCY_PAYLOAD_MISMATCH" '.code == "IDEMPOTENCY_PAYLOAD_MISMATCH"'

  post pay-too-much second "$path" '{"amountPaid":21441.42}'
  expect pay-too-much 400 "a cent too much" \
    '.code == "PAYMENT_EXCEEDS_PRIZE" and .meta.remainingAmount == 21441.41'

  post pay-2 second "$path" "{\"amountPaid\":21441.41,\"idempotencyKey\":\"$run-pay-2\"}"
  expect pay-2 200 "the whole prize paid" '.data
    | .status == "PAID" and .totalPaid == 41441.41 and .remainingAmount == 0
      and [.paymentHistory[].amountPaid] == [20000, 21441.41] and [.paymentHistory[].paidById] == [$first, $second]' \
    --arg first "${ids[first]}" --arg second "${ids[second]}"
  done_by second pay-2 TICKET_PAY "${ids[first-1]}"
  step "41441.41 was paid as 20000.00 and 21441.41, at two counters; a retry paid nothing twice."
}

reverse_the_second_part() {
  post reverse admin "/tickets/${ids[first-1]}/reverse-payment" '{"reason":"Se pagó en la ventana equivocada"}'
  expect reverse 200 "20000.00 paid and 21441.41 to come again" '.data
    | .status == "EVALUATED" and .totalPaid == 20000 and .remainingAmount == 21441.41
      and [.paymentHistory[] | {amountPaid, isReversed}]
        == [{amountPaid: 20000, isReversed: false}, {amountPaid: 21441.41, isReversed: true}]'
  done_by admin reverse TICKET_PAYMENT_REVERSE "${ids[first-1]}"
  step "The second part was reversed and stays on record."
}

count_the_day() {
  get day admin "/tickets?sorteoId=${ids[sorteo]}&pageSize=100"
  expect day 200 "3524.70 sold, 500.00 cancelled, 67104.24 won, 20000.00 paid, 47104.24 owed" '
    [.data.data[] | select(.status == "EVALUATED")] as $standing
    | .data.meta.total == 6 and ($standing | length) == 5
      and ([$standing[].totalAmount | cents] | add) == 352470
      and ([.data.data[] | select(.status == "CANCELLED").totalAmount | cents] | add) == 50000
      and ([.data.data[] | select(.status == "CANCELLED") | .totalPayout, .totalPaid] | add) == 0
      and ([$standing[].totalPayout | cents] | add) == 6710424
      and ([$standing[].totalPaid | cents] | add) == 2000000
      and ([$standing[].remainingAmount | cents] | add) == 4710424'
  get own first "/tickets?sorteoId=${ids[sorteo]}"
  expect own 200 "a seller's own three tickets" '.data.meta.total == 3 and all(.data.data[]; .vendedorId == $who)' \
    --arg who "${ids[first]}"
  step "Sold 3524.70, won 67104.24, paid 20000.00, owed 47104.24."
}

# One line for each act of this run, none for what was only looked at, replayed or refused.
read_the_activity_log() {
  local who
  for who in admin first second; do
    get "log-$who" admin "/activity-logs?userId=${ids[$who]}&startDate=$began&pageSize=100"
    expect "log-$who" 200 "one page of activity" '.meta.totalPages == 1'
  done
  jq -s --arg run "$run-" 'map(.data[] | select(.requestId // "" | startswith($run)))' \
    "$work"/log-{admin,first,second} >"$work/log"
  echo 200 >"$work/log.status"

  local missing
  missing=$(jq -cn --slurpfile acts "$work/acts" --slurpfile log "$work/log" \
    '[$log[0][] | {requestId, action, targetId, userId}] as $told | ($acts - $told) + ($told - $acts) | .[0] // empty')
  [[ -z $missing ]] || wrong "The activity log and what was done differ in $missing"
  expect log 200 "as many lines as acts" 'length == ($acts | length) and all(.[]; .succeeded)' --slurpfile acts "$work/acts"

  expect_told evaluate "the sums of the evaluation" '.tickets == 5 and .winners == 2 and .totalPayout == 67104.24'
  expect_told first-1 "the stake of a sale" '.before == null and .after.totalAmount == 350.35'
  expect_told cancel "the state before and after" '.before.status == "ACTIVE" and .after.status == "CANCELLED"'
  expect_told pay-1 "who paid" '.amountPaid == 20000 and .totalPaid == 20000 and .payerIsSeller'
  expect_told pay-2 "that another counter paid" \
    '.totalPaid == 41441.41 and (.payerIsSeller | not) and .before.status == "EVALUATED" and .after.status == "PAID"'
  expect_told reverse "the reversal and its reason" \
    '.amountPaid == 21441.41 and .totalPaid == 20000 and .reason == "Se pagó en la ventana equivocada"'
  step "The activity log has $(jq length "$work/log") lines, one for each act."
}

# expect_told REQUEST WHAT FILTER: of the details of its line in the activity log.
expect_told() {
  expect log 200 "$2" ".[] | select(.requestId == \$id).details | $3" --arg id "$run-$1"
}

# done_by WHO REQUEST ACTION TARGET: remembers what the activity log has to say.
done_by() {
  jq -cn --arg id "$run-$2" --arg action "$3" --arg target "$4" --arg user "${ids[$1]}" \
    '{requestId: $id, action: $action, targetId: $target, userId: $user}' >>"$work/acts"
}

get() { request "$1" "$2" GET "$3"; }
post() { request "$1" "$2" POST "$3" "$4"; }
patch() { request "$1" "$2" PATCH "$3" "${4:-}"; }

# request NAME WHO METHOD PATH [BODY]: keeps the answer as $work/NAME and its status beside it.
request() {
  local name=$1 who=$2
  local -a options=(--silent --show-error --max-time 30 --request "$3" --header "X-Request-Id: $run-$name"
    --output "$work/$name" --write-out '%{http_code}')
  [[ -z ${tokens[$who]:-} ]] || options+=(--header "Authorization: Bearer ${tokens[$who]}")
  [[ -z ${5:-} ]] || options+=(--header 'Content-Type: application/json' --data "$5")
  curl "${options[@]}" "$api$4" >"$work/$name.status" || wrong "$3 $api$4 was not answered."
}

status() {
  cat "$work/$1.status"
}

# value NAME FILTER [JQ-OPTION...]
value() {
  jq -er "${@:3}" "$2" "$work/$1" || wrong "$1 has no $2:" "$(<"$work/$1")"
}

# expect NAME STATUS WHAT FILTER [JQ-OPTION...]
expect() {
  local name=$1 wanted=$2 what=$3 filter=$4
  [[ $(status "$name") == "$wanted" ]] ||
    wrong "$name: expected status $wanted, got $(status "$name"):" "$(<"$work/$name")"
  jq -e "${@:5}" "$jq_library $filter" "$work/$name" >/dev/null ||
    wrong "$name: expected $what, got:" "$(<"$work/$name")"
}

step() {
  echo "ok     $*"
}

# wrong SENTENCE [ANSWER]
wrong() {
  touch "$work/wrong"
  printf 'WRONG  %s\n' "$@" >&2
  exit 1
}

main
