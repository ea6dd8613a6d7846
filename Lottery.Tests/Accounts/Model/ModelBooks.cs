using System.Net;
using Lottery.Data.Accounts;
using Lottery.Data.Accounts.Closings;
using Lottery.Data.Accounts.Settlement;
using Lottery.Data.Users;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Tests.Accounts.Model;

/// <content>What is done to the accounts themselves.</content>
internal sealed partial class ModelMonths
{
    private async Task<bool> Move()
    {
        var banca = Any(_bancas);
        var account = AnyAccount(banca);
        var day = Today.AddDays(-Math.Max(0, _random.Next(-10, 25)));
        day = day < First ? First : day;
        var answer = await World.Admin.Post("/accounts/payment", new
        {
            date = $"{day:yyyy-MM-dd}",
            bancaId = banca.Id,
            ventanaId = account.VentanaId,
            vendedorId = account.VendedorId,
            amount = _random.Next(1, 2_000_000) / 100m,
            type = Any(["payment", "collection"]),
            method = Any(["cash", "transfer", "check", "other"]),
        });
        if (answer.Code == "VENDEDOR_NOT_FOUND")
        {
            // Works elsewhere by now, and nothing was ever posted to an account of this banca.
            Assert.DoesNotContain(known => known.Account == account, Known);
            return false;
        }

        if (Posted(answer, [account], day))
        {
            _movements.Add((answer.Data.GetProperty("payment").Id(), account, day));
            return true;
        }

        return false;
    }

    private async Task<bool> TakeBack()
    {
        if (_movements.Count == 0)
        {
            return false;
        }

        var (id, account, day) = Any(_movements);
        var answer = await World.Admin.Post("/accounts/reverse-payment", new { paymentId = id, reason = "Equivocado" });
        if (_reversed.Contains(id))
        {
            answer.Refused(HttpStatusCode.BadRequest, "PAYMENT_ALREADY_REVERSED");
            return false;
        }

        if (Posted(answer, [account], day))
        {
            _reversed.Add(id);
            return true;
        }

        return false;
    }

    private async Task<bool> LetOff()
    {
        var (banca, seller) = await AnySeller();
        var account = new AccountKey(banca, AccountLevel.Vendedor, seller.Id);
        var saldo = (await NaiveAccountsNow()).Remaining(account, DateOnly.MaxValue);
        (await World.Admin.Post("/accounts/reset-balance", new { vendedorId = seller.Id })).Succeeded();
        _letOff[seller.Id] = new NaiveReset(account, Today, -saldo);
        Resets.Add(_letOff[seller.Id]);
        ResetOn[seller.Id] = Today;
        if (saldo != 0)
        {
            Known.Add((account, Today));
        }

        return true;
    }

    private async Task<bool> GiveBack()
    {
        var (banca, seller) = await AnySeller();
        (await World.Admin.Post("/accounts/reset-balance", new { vendedorId = seller.Id, revert = true })).Succeeded();
        var account = new AccountKey(banca, AccountLevel.Vendedor, seller.Id);
        ResetOn.Remove(seller.Id);
        if (_letOff.Remove(seller.Id, out var letOff) && letOff.Account == account)
        {
            Resets.Add(new NaiveReset(account, Today, -letOff.Effect));
            if (letOff.Effect != 0)
            {
                Known.Add((account, Today));
            }

            return true;
        }

        return false;
    }

    private async Task<bool> MoveVendedor()
    {
        var (_, seller) = await AnySeller();
        var to = Any(_bancas);
        var answer = await World.Admin.Patch($"/users/{seller.Id}", new { ventanaId = Any(to.Ventanas) });
        answer.Succeeded();
        foreach (var banca in _bancas)
        {
            banca.Sellers.RemoveAll(other => other.Id == seller.Id);
        }

        // Its session may have ended with its place.
        to.Sellers.Add(seller with { Client = await World.LogIn(seller.Username) });
        return true;
    }

    private async Task<bool> Settle()
    {
        var age = _random.Next(1, 12);
        (await World.Admin.Patch(
            "/account-statements/auto-config", new { settlementAgeDays = age, batchSize = 100 })).Succeeded();
        await World.Host.InDatabase((_, services) =>
            services.GetRequiredService<StatementSettlement>().Settle(Actor.System(), default));
        foreach (var account in Known.Select(known => known.Account).Distinct().ToList())
        {
            if (LastKnown(account, Today.AddDays(-age)) is { } last
                && (!SettledThrough.TryGetValue(account, out var before) || last > before))
            {
                SettledThrough[account] = last;
            }
        }

        return true;
    }

    private async Task<bool> Reopen()
    {
        var (banca, from) = (Any(_bancas), Today.AddDays(-_random.Next(0, 20)));
        AccountKey? only = _random.Next(2) == 0 ? AnyAccount(banca) : null;
        if (only?.Level == AccountLevel.Banca)
        {
            only = null;
        }

        var settled = SettledThrough.Where(s => s.Key.BancaId == banca.Id && (only is null || s.Key == only) && s.Value >= from)
            .Select(s => s.Key).ToList();
        var answer = await World.Admin.Post("/accounts/reopen", new
        {
            date = $"{from:yyyy-MM-dd}",
            bancaId = banca.Id,
            ventanaId = only?.VentanaId,
            vendedorId = only?.VendedorId,
            reason = "Corrección",
        });
        if (settled.Count == 0)
        {
            answer.Refused(HttpStatusCode.BadRequest, "NOT_SETTLED");
            return false;
        }

        answer.Succeeded();
        foreach (var account in settled)
        {
            SettledThrough.Remove(account);
            if (LastKnown(account, from) is { } last)
            {
                SettledThrough[account] = last;
            }
        }

        return true;
    }

    private async Task<bool> Close()
    {
        var closed = await World.Host.InDatabase((_, services) =>
            services.GetRequiredService<MonthlyClosings>().CloseAll(Actor.System(), default));
        Assert.IsEmpty(closed.Errors);
        var last = new DateOnly(Today.Year, Today.Month, 1).AddMonths(-1);
        var first = Closed.Count > 0 ? Closed.Max
            : Known.Count > 0 ? Known.Min(known => new DateOnly(known.Day.Year, known.Day.Month, 1)) : last;
        for (var month = first < last ? first : last; month <= last; month = month.AddMonths(1))
        {
            if (Closed.Count > 0 || Known.Any(known => known.Day < month.AddMonths(1)))
            {
                Closed.Add(month);
            }
        }

        return true;
    }
}
