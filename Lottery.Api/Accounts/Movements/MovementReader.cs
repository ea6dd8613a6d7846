using Lottery.Data;
using Lottery.Data.Accounts;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Accounts.Movements;

/// <summary>Shows movements with who made them, and the day that they count for.</summary>
public sealed class MovementReader(LotteryDbContext db)
{
    public async Task<RegisteredMovementResponse> Show(AccountPayment payment, CancellationToken cancellationToken)
    {
        var statement = await db.DayOf(payment.Account, payment.Day, cancellationToken)
            ?? throw new InvalidOperationException("A movement without its day.");
        var payments = await db.MovementsOf(payment.Account, payment.Day, cancellationToken);
        var names = await db.NamesOf(payments.SelectMany(MovementResponse.People), cancellationToken);
        List<MovementResponse> shown = [.. payments.Select(p => MovementResponse.Of(p, statement.Id, names))];
        return new RegisteredMovementResponse(
            shown.Single(p => p.Id == payment.Id), MovementDayResponse.Of(statement, shown));
    }

    public async Task<IReadOnlyList<MovementResponse>> Show(
        IReadOnlyList<AccountPayment> payments, DateOnly day, CancellationToken cancellationToken)
    {
        var names = await db.NamesOf(payments.SelectMany(MovementResponse.People), cancellationToken);
        var entities = payments.Select(p => p.EntityId).Distinct().ToList();
        var statements = (await db.AccountStatements.Where(s => s.Day == day && entities.Contains(s.EntityId))
            .Select(s => new { s.Id, s.BancaId, s.Level, s.EntityId }).TagWith("account.days-of-movements")
            .ToListAsync(cancellationToken))
            .ToDictionary(s => new AccountKey(s.BancaId, s.Level, s.EntityId), s => (Guid?)s.Id);
        return [.. payments.Select(p => MovementResponse.Of(p, statements.GetValueOrDefault(p.Account), names))];
    }
}
